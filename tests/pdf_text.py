"""The words of a PDF, page by page, as a reader would copy them: by the fonts' own Unicode maps."""

import re
import zlib

TOKEN = re.compile(rb"/(f\d+) [\d.]+ Tf|\((?:\\.|[^\\()])*\)|<[0-9A-F]+>", re.DOTALL)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages_of(data: bytes) -> list[str]:
    """One text a page; fails where a font has no map. For files whose objects lie open, as
    Typst writes them.
    """
    objects = {
        int(found[1]): found[2]
        for found in re.finditer(rb"(\d+) 0 obj(.*?)endobj", data, re.DOTALL)
    }
    return [
        _text(objects, body) for body in objects.values() if re.search(rb"/Type/Page[^s]", body)
    ]


def _text(objects: dict[int, bytes], page: bytes) -> str:
    resources = objects[_reference(page, rb"/Resources")]
    named = re.findall(rb"/(f\d+) (\d+) 0 R", resources)
    maps = {name: _letters(objects, objects[int(number)]) for name, number in named}
    words, current = [], {}
    content = _stream(objects[_reference(page, rb"/Contents")])
    for found in re.finditer(TOKEN, content):
        if found[1]:
            current = maps[found[1]]
        elif current:
            codes = _codes(found[0])
            pairs = (codes[at : at + 2] for at in range(0, len(codes), 2))
            words += [current.get(int.from_bytes(pair), "") for pair in pairs]
    return "".join(words)


def _letters(objects: dict[int, bytes], font: bytes) -> dict[int, str]:
    table = _stream(objects[_reference(font, rb"/ToUnicode")]).decode("ascii")
    return {
        int(code, 16): bytes.fromhex(text).decode("utf-16-be")
        for code, text in re.findall(r"<([0-9A-F]{4})> <([0-9A-F]+)>", table)
    }


def _reference(body: bytes, key: bytes) -> int:
    found = re.search(key + rb" (\d+) 0 R", body)
    assert found, key
    return int(found[1])


def _stream(body: bytes) -> bytes:
    found = re.search(rb"stream\r?\n(.*?)\r?\nendstream", body, re.DOTALL)
    assert found
    return zlib.decompress(found[1])


def _codes(text: bytes) -> bytes:
    """A string as it stands in a page's content: in brackets with escapes, or in hex."""
    if text.startswith(b"<"):
        return bytes.fromhex(text[1:-1].decode())
    return re.sub(
        rb"\\([0-7]{3}|.)",
        lambda m: bytes([int(m[1], 8)]) if len(m[1]) == 3 else ESCAPES.get(m[1], m[1]),
        text[1:-1],
        flags=re.DOTALL,
    )
