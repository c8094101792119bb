"""The training guide says what is so: its commands parse, and its keys, defaults, options and error
sentences are the program's, in both languages alike.
"""

import ast
import importlib
import re
import shlex
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, fields
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import typer

from moodtracker.cli import COMMANDS
from moodtracker.training.augment import PRESETS, Augmentation
from moodtracker.training.recipe import Recipe, read_recipe, recipe_of

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src/moodtracker"
ENGLISH, KOREAN = ROOT / "docs/training.md", ROOT / "docs/training.ko.md"
GUIDES = (ENGLISH, KOREAN)
EXPLAINED = ("data", "train", "ensemble", "bundle", "evaluate", "report")

# Typer has its own copy of click or uses click's, by its version; both have this.
UsageError = typer.BadParameter.__mro__[1]

both = pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)


def blocks(guide: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", guide.read_text("utf-8"), flags=re.DOTALL)


def shell(guide: Path) -> list[list[str]]:
    """Every line of the shell blocks in words, without comments."""
    lines = [line for block in blocks(guide, "sh") for line in block.splitlines()]
    return [words for line in lines if (words := shlex.split(line, comments=True))]


def commands(guide: Path) -> list[list[str]]:
    """The words after `moodtracker` of every line that runs it."""
    return [words[1:] for words in shell(guide) if words[0] == "moodtracker"]


def parsed(words: list[str]) -> None:
    """Parse as the program would, down to the types of the values, without running anything."""
    name, *arguments = words
    module = importlib.import_module(COMMANDS[name][0])
    if not hasattr(module, "app"):  # `analyze` parses by argparse: docs/adr/007
        module._parse(arguments)
        return
    command: Any = typer.main.get_command(module.app)
    if hasattr(command, "commands"):
        name, *arguments = arguments
        command = command.commands[name]
    command.make_context(name, arguments)


def options(module: str) -> set[str]:
    command: Any = typer.main.get_command(importlib.import_module(module).app)
    inner = command.commands.values() if hasattr(command, "commands") else [command]
    found = {
        opt for one in inner for param in one.params for opt in (*param.opts, *param.secondary_opts)
    }
    return {option for option in found if option.startswith("--")} - {"--help"}


def table(guide: Path, first: str) -> list[list[str]]:
    """The rows, in cells, of the table whose first heading this is, without its headings."""
    lines = guide.read_text("utf-8").splitlines()
    start = next(row for row, line in enumerate(lines) if line.startswith(f"| {first} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return rows


def code(cell: str) -> list[str]:
    return re.findall(r"`([^`]*)`", cell)


# Commands


def test_both_guides_give_the_same_lines_in_the_same_order() -> None:
    assert shell(KOREAN) == shell(ENGLISH)
    assert blocks(KOREAN, "toml") == blocks(ENGLISH, "toml")


def test_the_guide_goes_the_whole_way() -> None:
    way = ["data", "data", "train", "ensemble", "bundle", "evaluate", "report", "analyze"]
    given = iter(words[0] for words in commands(ENGLISH))
    assert all(step in given for step in way)


@pytest.mark.parametrize("words", commands(ENGLISH), ids=" ".join)
def test_every_command_parses(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("photo.jpg").touch()  # `analyze` looks for its photos while parsing
    parsed(words)


@pytest.mark.parametrize(
    "line",
    [
        "train runs/aihub/vgg16.toml --data aihub:faces --out run --weight none",
        "train runs/aihub/vgg16.toml --data aihub:faces",
        "train runs/aihub/vgg16.toml --data aihub:faces --out run --epochs many",
        "bundle run --data a --score b --out c --version 1 --data-name d --data-licence e "
        "--weights int4",
        "data inspct aihub:faces --out sheet.png",
        "analyze photo.jpg --heet out",
    ],
)
def test_a_command_that_is_wrong_would_be_found(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("photo.jpg").touch()
    with pytest.raises((UsageError, KeyError, SystemExit)):
        parsed(line.split())


@both
@pytest.mark.parametrize("name", EXPLAINED)
def test_every_option_is_explained(guide: Path, name: str) -> None:
    text = guide.read_text("utf-8")
    missing = {
        option
        for option in options(COMMANDS[name][0])
        if not re.search(rf"{re.escape(option)}(?![\w-])", text)
    }
    assert missing == set()


@both
def test_a_run_is_given_as_data_only_after_it_was_made(guide: Path) -> None:
    """Folders under out/ are filled by one command before another reads them."""
    made = {"out/ferplus", "out/small", "out/faces"}  # FER+ by hand, faces by `data aihub`
    lines = [words for words in shell(guide) if words[0] in {"moodtracker", "sed", "SIZE=ferplus"}]
    for words in lines:
        if words[0] == "SIZE=ferplus":
            made |= {"out/ferplus/compact", "out/ferplus/ensemble.json"}
        for before, word in pairwise(words):
            path = word.rpartition(":")[2]
            if before in {"--out", ">"}:
                made.add(word)
            elif path.startswith("out/") and before != "--heatmap":
                own = path == "out/mine.toml"  # saved by hand
                assert own or {path, str(Path(path).parent)} & made, (path, words)


# Recipes


@both
def test_every_recipe_and_script_that_is_named_exists(guide: Path) -> None:
    text = guide.read_text("utf-8")
    named = set(re.findall(r"\bruns/[\w./-]*[\w]", text))
    assert {"runs/aihub/resnet50.toml", "runs/ferplus.sh"} <= named
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []
    for path in named:
        if path.endswith(".toml"):
            read_recipe(ROOT / path)


def test_the_recipe_to_save_is_one() -> None:
    (block,) = blocks(ENGLISH, "toml")
    recipe = recipe_of(tomllib.loads(block))
    assert recipe.name == "mine"
    assert recipe.augmentation.contrast == 0.2


def test_alexnet_goes_on_from_ferplus_without_a_copy() -> None:
    here, earlier = (read_recipe(ROOT / f"runs/{one}/alexnet.toml") for one in ("aihub", "ferplus"))
    assert (here.backbone, here.scaling) == (earlier.backbone, earlier.scaling)


@pytest.mark.parametrize("name", ["resnet50", "xception"])
def test_the_copied_recipe_scales_as_the_run_on_ferplus_did(name: str) -> None:
    (line,) = [words for words in shell(ENGLISH) if words[0] == "sed"]
    _, old, new, _ = line[1].split("/")
    text = (ROOT / f"runs/aihub/{name}.toml").read_text("utf-8")
    assert text.count(old) == 1
    copied = recipe_of(tomllib.loads(text.replace(old, new)))
    earlier = read_recipe(ROOT / f"runs/ferplus/{name}.toml")
    assert (copied.backbone, copied.scaling) == (earlier.backbone, earlier.scaling)


@both
def test_every_key_of_a_recipe_stands_with_its_default(guide: Path) -> None:
    known = {entry.name for entry in fields(Recipe)}
    least = {"name": "one", "backbone": "compact"}
    told: set[str] = set()
    for keys, defaults, *_ in table(guide, {ENGLISH: "key", KOREAN: "항목"}[guide]):
        told |= set(code(keys))
        if set(code(keys)) == set(least):
            continue
        for key, default in zip(code(keys), code(defaults), strict=True):
            value = tomllib.loads(f"it = {default}")["it"]
            assert recipe_of({**least, key: value}) == recipe_of(least), key
    assert told == known


@both
def test_every_backbone_is_named(guide: Path) -> None:
    (row,) = [
        cells
        for cells in table(guide, {ENGLISH: "key", KOREAN: "항목"}[guide])
        if "`backbone`" in cells[0]
    ]
    # Read, not imported: Keras takes seconds.
    rooms = [path.read_text("utf-8") for path in (SOURCE / "training/backbones").glob("*.py")]
    registered = [re.findall(r'^@register\("(\w+)"\)', room, re.MULTILINE) for room in rooms]
    assert set(code(row[2])) == {name for names in registered for name in names}


@both
def test_the_presets_of_augmentation_are_those_of_the_program(guide: Path) -> None:
    shown = {
        code(name)[0]: Augmentation(*(tomllib.loads(f"it = {code(one)[0]}")["it"] for one in cells))
        for name, *cells in table(guide, {ENGLISH: "preset", KOREAN: "프리셋"}[guide])
    }
    assert {name: asdict(rule) for name, rule in shown.items()} == {
        name: asdict(rule) for name, rule in PRESETS.items()
    }


# Sentences and figures


def texts(folder: Path) -> Iterator[str]:
    """Every string of the source, with “…” where a value goes."""
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
            elif isinstance(node, ast.JoinedStr):
                yield "".join(
                    str(part.value) if isinstance(part, ast.Constant) else "…"
                    for part in node.values
                )


def test_the_error_sentences_are_the_program_s() -> None:
    said = [text for room in ("training", "cli", "vision") for text in texts(SOURCE / room)]
    rows = table(ENGLISH, "it begins or contains")
    quoted = [sentence for cells in rows for sentence in code(cells[0])]
    assert len(quoted) >= 9
    assert [one for one in quoted if not any(one in text for text in said)] == []
    korean = [one for cells in table(KOREAN, "이런 문장이 보이면") for one in code(cells[0])]
    assert korean == quoted


def test_the_room_that_faces_take_is_computed_right() -> None:
    taken = (2000 + 800) * 6 * 275 * 205 * 3 / 1e9
    for guide in GUIDES:
        assert f"{taken:.2f} GB" in guide.read_text("utf-8")


def lines(guide: Path) -> list[str]:
    return [line for line in guide.read_text("utf-8").splitlines() if line]


def test_both_guides_have_the_same_shape() -> None:
    """Headings, lists, tables, blocks and paragraphs follow each other alike."""
    kind = re.compile(r"#+ |- |\d\. |\||```|(?=\S)")
    shapes = [[found[0] for line in lines(one) if (found := kind.match(line))] for one in GUIDES]
    assert shapes[0] == shapes[1]


def test_both_guides_give_the_same_figures() -> None:
    """Line by line all numbers with a point or comma: measured, published or default."""
    figure = re.compile(r"(?<![A-Za-z\d.])(?:\d*\.\d+|\d+,\d+)(?![\d.])")
    for english, korean in zip(lines(ENGLISH), lines(KOREAN), strict=True):
        assert sorted(figure.findall(korean)) == sorted(figure.findall(english)), korean
