"""Documents say what is so: links lead somewhere, commands exist, figures are the measured ones."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from moodtracker.cli import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted(
    path
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
    if ".venv" not in path.parts
)
READMES = (ROOT / "README.md", ROOT / "README.ko.md")
BUNDLES = ROOT / "src/moodtracker/vision/bundles"


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_inside_the_repository_leads_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text(path))
    missing = [
        target
        for target in targets
        if "://" not in target and not (path.parent / target).resolve().exists()
    ]
    assert missing == []


def commands(path: Path) -> list[list[str]]:
    """The `moodtracker …` lines of a document's shell blocks, without their comments."""
    blocks = re.findall(r"```sh\n(.*?)```", text(path), flags=re.DOTALL)
    lines = [line.partition("#")[0].split() for block in blocks for line in block.splitlines()]
    return [line[1:] for line in lines if line and line[0].endswith("moodtracker")]


def test_both_readmes_show_the_same_commands() -> None:
    korean, english = commands(READMES[1]), commands(READMES[0])
    assert korean == english
    assert len(english) >= 5


@pytest.mark.parametrize("line", commands(READMES[0]), ids=" ".join)
def test_every_command_and_option_of_the_readme_exists(line: list[str]) -> None:
    command, *arguments = line
    assert command in COMMANDS
    options = {argument for argument in arguments if argument.startswith("--")}
    if command == "manage":
        return
    shown = subprocess.run(
        [sys.executable, "-c", "from moodtracker.cli import main; main()", command, "--help"],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "", "COLUMNS": "200", "PYTHONIOENCODING": "utf-8"},
    ).stdout
    assert [option for option in options if option not in shown] == []


def test_the_make_targets_of_the_readme_exist() -> None:
    makefile = text(ROOT / "Makefile")
    for target in re.findall(r"^make (\w+)", text(READMES[0]), flags=re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE)


@pytest.mark.parametrize("bundle", sorted(one.name for one in BUNDLES.iterdir()))
@pytest.mark.parametrize("path", [*READMES, ROOT / "MODEL_CARD.md"], ids=lambda path: path.name)
def test_the_model_figures_are_those_of_the_shipped_manifest(path: Path, bundle: str) -> None:
    manifest = json.loads(text(BUNDLES / bundle / "manifest.json"))
    scores = manifest["scores"][0]
    document = text(path)
    (line,) = re.findall(
        rf"^\| `{bundle}` {re.escape(manifest['version'])} .*", document, re.MULTILINE
    )
    for key in ("accuracy", "macro_f1", "unrest_f1", "ece", "vote_cross_entropy"):
        assert f"{scores[key]:.3f}".lstrip("0") in line, key
    assert f"{scores['n']:,}" in document


def test_every_decision_is_listed() -> None:
    listed = text(ROOT / "docs/adr/README.md")
    for path in (ROOT / "docs/adr").glob("[0-9]*.md"):
        assert path.name in listed


def figures(document: str) -> set[str]:
    """The numbers of a document, outside code and links."""
    return set(re.findall(r"\d+(?:[.,]\d+)*", re.sub(r"\]\([^)]*\)|`[^`]*`", "", document)))


@pytest.mark.parametrize(
    "korean", sorted((ROOT / "docs").glob("*.ko.md")), ids=lambda path: path.name
)
def test_a_document_says_the_same_in_both_languages(korean: Path) -> None:
    one, other = text(korean), text(korean.with_name(korean.name.replace(".ko.md", ".md")))
    levels = [re.findall(r"^#+(?= )", each, flags=re.MULTILINE) for each in (one, other)]
    assert levels[0] == levels[1]
    assert figures(one) == figures(other)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_source_that_is_named_exists(path: Path) -> None:
    """By its whole path, or by the end of one as a room calls its own files."""
    named = set(re.findall(r"`([\w./-]+/[\w.-]+\.(?:py|html|js|css|sh|typ))`", text(path)))
    folders = (ROOT / "src", ROOT / "tests", ROOT / "tools", ROOT / "runs", ROOT / "benchmarks")
    missing = [
        name
        for name in sorted(named)
        if not (ROOT / name).exists()
        and not any(next(folder.rglob(name), None) for folder in folders)
    ]
    assert missing == []
