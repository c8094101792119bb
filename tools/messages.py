"""Compile the catalogues of messages, and check that English says everything Korean does.

The Korean text is the message id; each app keeps its English in locale/en. `accounts` also keeps
a locale/ko: its own words for texts of Django and allauth, whose ids are English.

    python tools/messages.py             compile, then check; exit status 1 if anything is wrong
    python tools/messages.py --compile   only compile, with the standard library alone
    python tools/messages.py --missing   print entries to fill in, in the form of a catalogue
"""

import ast
import io
import os
import re
import struct
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "moodtracker"
CALLS = {  # name of the function → how many of its first arguments are texts
    "_": 1,
    "gettext": 1,
    "gettext_lazy": 1,
    "gettext_noop": 1,
    "ngettext": 2,
    "ngettext_lazy": 2,
    "pgettext": 2,
    "pgettext_lazy": 2,
    "npgettext": 3,
    "npgettext_lazy": 3,
}
CONTEXT = "\x04"
"""What stands between a context and its text in the key that gettext looks up."""
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")


class CatalogueError(Exception):
    """A catalogue cannot be read; the text names the file and the line."""


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """What a source asks for."""

    msgid: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> str:
        """The key that gettext looks up."""
        return f"{self.context}{CONTEXT}{self.msgid}" if self.context else self.msgid


@dataclass(slots=True)
class Entry:
    """One entry of a .po file."""

    line: int
    context: str = ""
    msgid: str = ""
    plural: str = ""
    forms: dict[int, str] = field(default_factory=dict)
    fuzzy: bool = False

    @property
    def message(self) -> Message:
        return Message(self.msgid, self.plural, self.context)


# Reading catalogues


def read_catalogue(path: Path) -> list[Entry]:
    """The entries of a .po file. Raises CatalogueError for what is no .po."""
    entries: list[Entry] = []
    entry: Entry | None = None
    current = ""
    fuzzy = False
    for number, raw in enumerate(path.read_text("utf-8").splitlines(), start=1):
        line = raw.strip()
        if line.startswith("#,") and "fuzzy" in line:
            fuzzy = True
        if not line or line.startswith("#"):
            continue
        keyword, text = _po_line(line, path, number)
        if keyword in {"msgctxt", "msgid"} and current != "msgctxt":
            entry = Entry(line=number, fuzzy=fuzzy)
            entries.append(entry)
            fuzzy = False
        if entry is None:
            raise CatalogueError(f"{path}:{number}: an entry begins with msgid; got {line}")
        current = keyword or current
        _append(entry, current, text)
    return entries


def _po_line(line: str, path: Path, number: int) -> tuple[str, str]:
    match = re.fullmatch(r'(?:(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?)\s+)?(".*")', line)
    if not match:
        raise CatalogueError(f"{path}:{number}: a line holds a keyword and a text; got {line}")
    return match[1] or "", ast.literal_eval(match[2])


def _append(entry: Entry, keyword: str, text: str) -> None:
    if keyword == "msgctxt":
        entry.context += text
    elif keyword == "msgid":
        entry.msgid += text
    elif keyword == "msgid_plural":
        entry.plural += text
    else:
        form = int(keyword[7:-1]) if "[" in keyword else 0
        entry.forms[form] = entry.forms.get(form, "") + text


# Writing .mo (GNU gettext manual, “The Format of GNU MO Files”)


def mo_bytes(entries: list[Entry]) -> bytes:
    """The binary catalogue; entries without a translation are left out."""
    pairs = {
        _mo_id(entry).encode(): "\0".join(entry.forms[i] for i in sorted(entry.forms)).encode()
        for entry in entries
        if any(entry.forms.values()) and not entry.fuzzy
    }
    count = len(pairs)
    ids, texts = b"", b""
    id_table: list[tuple[int, int]] = []
    text_table: list[tuple[int, int]] = []
    for key in sorted(pairs):
        id_table.append((len(key), len(ids)))
        ids += key + b"\0"
        text_table.append((len(pairs[key]), len(texts)))
        texts += pairs[key] + b"\0"
    start = 28 + 16 * count
    head = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, start)
    tables = b"".join(struct.pack("<2I", length, start + at) for length, at in id_table)
    start += len(ids)
    tables += b"".join(struct.pack("<2I", length, start + at) for length, at in text_table)
    return head + tables + ids + texts


def _mo_id(entry: Entry) -> str:
    return entry.message.key + (f"\0{entry.plural}" if entry.plural else "")


def _catalogues() -> list[Path]:
    return sorted(PACKAGE.glob("*/locale/*/LC_MESSAGES/*.po"))


def compile_all() -> int:
    """Write the .mo beside every .po that is newer; how many catalogues there are."""
    catalogues = _catalogues()
    for path in catalogues:
        compiled = path.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime:
            continue
        part = path.with_name(f".{compiled.name}.{os.getpid()}")
        part.write_bytes(mo_bytes(read_catalogue(path)))
        part.replace(compiled)  # whole at once: tests compile from several processes
    return len(catalogues)


# What the sources ask for


def messages_of_app(app: Path) -> dict[Message, str]:
    """Every message of an app, with the first place that asks for it."""
    found: dict[Message, str] = {}
    for path in sorted(app.rglob("*.py")):
        for message in python_messages(path.read_text("utf-8")):
            found.setdefault(message, str(path.relative_to(PACKAGE)))
    for path in sorted((*app.rglob("templates/**/*.html"), *app.rglob("templates/**/*.txt"))):
        for message in template_messages(path.read_text("utf-8")):
            found.setdefault(message, str(path.relative_to(PACKAGE)))
    return found


def python_messages(source: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
            texts = [
                argument.value
                for argument in node.args[: CALLS.get(name, 0)]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            ]
            if texts and len(texts) == CALLS[name]:
                yield _message(name, texts)


def template_messages(source: str) -> Iterator[Message]:
    """Django turns a template into the calls that xgettext would read; these are read here."""
    from django.utils.translation.template import templatize

    calls = templatize(source).replace("\n", " ").strip()
    words = [
        word
        for word in tokenize.generate_tokens(io.StringIO(calls).readline)
        if word.type in {tokenize.NAME, tokenize.OP, tokenize.STRING}
    ]
    for at, word in enumerate(words[:-1]):
        wanted = CALLS.get(word.string, 0) if word.type == tokenize.NAME else 0
        if wanted and words[at + 1].string == "(":
            texts = [
                ast.literal_eval(next_word.string)
                for next_word in words[at + 2 : at + 2 + 2 * wanted]
                if next_word.type == tokenize.STRING
            ][:wanted]
            if len(texts) == wanted:
                yield _message(word.string, texts)


def _message(call: str, texts: list[str]) -> Message:
    context = texts.pop(0) if "pgettext" in call else ""
    return Message(texts[0], texts[1] if len(texts) > 1 else "", context)


# Checking


def problems_of_app(app: Path) -> list[str]:
    """What is missing, wrong or no longer asked for in the English of one app."""
    wanted = messages_of_app(app)
    path = app / "locale" / "en" / "LC_MESSAGES" / "django.po"
    if not wanted:
        return []
    if not path.exists():
        return [f"{app.name}: {len(wanted)} messages and no {path.relative_to(PACKAGE)}"]
    entries = {entry.message.key: entry for entry in read_catalogue(path)}
    problems = [
        f"{place}: “{message.msgid}” has no English"
        for message, place in wanted.items()
        if not _translated(entries.get(message.key), plural=bool(message.plural))
    ]
    asked = {message.key for message in wanted}
    for key, entry in entries.items():
        if entry.msgid and not _same_placeholders(entry):
            problems.append(f"{app.name}: “{entry.msgid}” and its English name different values")
        if entry.msgid and key not in asked:
            problems.append(f"{app.name}: “{entry.msgid}” has English and no source asks for it")
    return problems


def contradictions() -> list[str]:
    """Texts with two translations: Django merges the catalogues of all apps into one, so that
    one of them wins on every page without a word. A context tells two meanings apart.
    """
    said: dict[tuple[str, str], dict[str, str]] = {}
    for path in _catalogues():
        app, language = path.parents[3].name, path.parents[1].name
        for entry in read_catalogue(path):
            if entry.msgid and any(entry.forms.values()):
                text = " | ".join(entry.forms[form] for form in sorted(entry.forms))
                said.setdefault((language, entry.message.key), {}).setdefault(text, app)
    return [
        f"{key.split(CONTEXT)[-1]!r} is said in {len(texts)} ways in {language}: "
        + ", ".join(f"“{text}” ({app})" for text, app in texts.items())
        for (language, key), texts in said.items()
        if len(texts) > 1
    ]


def _translated(entry: Entry | None, *, plural: bool) -> bool:
    if entry is None or entry.fuzzy:
        return False
    return all(entry.forms.get(form) for form in (0, 1)) if plural else bool(entry.forms.get(0))


def _same_placeholders(entry: Entry) -> bool:
    wanted = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.plural))
    last = entry.forms.get(max(entry.forms, default=0), "")
    return not last or set(PLACEHOLDER.findall(last)) == wanted


def apps() -> list[Path]:
    """The packages that have pages or texts."""
    return sorted(path.parent for path in PACKAGE.glob("*/apps.py"))


def _print_missing() -> None:
    for app in apps():
        path = app / "locale" / "en" / "LC_MESSAGES" / "django.po"
        entries = (
            {entry.message.key: entry for entry in read_catalogue(path)} if path.exists() else {}
        )
        for message, place in messages_of_app(app).items():
            if not _translated(entries.get(message.key), plural=bool(message.plural)):
                print(f"\n#: {place}\nmsgid {_quoted(message.msgid)}")
                if message.plural:
                    print(f'msgid_plural {_quoted(message.plural)}\nmsgstr[0] ""\nmsgstr[1] ""')
                else:
                    print('msgstr ""')


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--compile"], ["--missing"]):
        print(f"tools/messages.py takes --compile, --missing or nothing; got {arguments}.")
        return 2
    if arguments == ["--missing"]:
        _print_missing()
        return 0
    try:
        count = compile_all()
    except CatalogueError as error:
        print(f"tools/messages.py: {error}", file=sys.stderr)
        return 1
    if arguments:
        return 0
    problems = [problem for app in apps() for problem in problems_of_app(app)]
    problems += contradictions()
    print("\n".join(problems) or f"{count} catalogues; English says everything.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
