"""A document as PDF/UA: set by Typst from memory, with its own fonts and page numbers.

No file is written on the way, so that a person's photos and words lie nowhere unsealed.
"""

import base64
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import typst
from PIL import Image

from moodtracker.paper import fonts
from moodtracker.paper.blocks import Document, Drawing, Figure, Picture
from moodtracker.paper.errors import PaperError
from moodtracker.paper.letters import printable

LIBRARY = Path(__file__).parent / "templates" / "paper.typ"
SPECIFICATION = ".vl.json"

Files = dict[str, bytes]
Also = Callable[[object], Mapping[str, object]]


def _nothing(_block: object) -> Mapping[str, object]:
    return {}


def files_of(document: Document, template: Path, *, also: Also = _nothing) -> Files:
    """What Typst reads, by name: `template`, which imports paper.typ and reads document.json.

    There each block has its `kind` (the name of its class), its fields, and what `also` answers
    for it. Pictures and charts are files; a chart still to be drawn ends in `SPECIFICATION`.
    """
    files: Files = {"main.typ": template.read_bytes(), "paper.typ": LIBRARY.read_bytes()}
    table = _plain(document, files, also)
    return files | {"document.json": json.dumps(table, ensure_ascii=False).encode()}


def pdf(files: Files) -> bytes:
    """The whole file; accessible by PDF/UA-1: tagged, titled, every picture described.

    Raises `PaperError` when Typst refuses.
    """
    return bytes(_set(files, format="pdf", pdf_standards=["ua-1"]))


def sheets(files: Files, *, ppi: float = 96) -> list[bytes]:
    """The same pages as PNG, to be looked at."""
    made = _set(files, format="png", ppi=ppi)
    return [made] if isinstance(made, bytes) else list(made)


def _set(files: Files, **wanted: Any) -> Any:  # noqa: ANN401 - Typst's own options and answers
    try:
        return typst.compile(
            files,
            font_paths=[str(fonts.font_folder())],
            ignore_system_fonts=True,
            **wanted,
        )
    except RuntimeError as fault:  # Typst's errors are of this class
        raise PaperError(f"A document must be set by Typst; it says: {fault}.") from fault


def _keep(files: Files, suffix: str, data: bytes) -> str:
    """Puts a picture among the files, the same one once, and answers its name."""
    for name, there in files.items():
        if there == data:
            return name
    name = f"{len(files)}{suffix}"
    files[name] = data
    return name


def _plain(value: Any, files: Files, also: Also) -> Any:  # noqa: ANN401 - any block
    if isinstance(value, tuple):
        return [_plain(one, files, also) for one in value]
    if isinstance(value, str):
        return printable(value)
    if not is_dataclass(value):
        return value
    table: dict[str, Any] = {"kind": type(value).__name__, **also(value)}
    rest = {one.name: getattr(value, one.name) for one in fields(value)}
    if isinstance(value, Figure):
        table["file"] = _keep(files, ".svg", rest.pop("svg").encode())
    elif isinstance(value, Drawing):
        name = _keep(files, SPECIFICATION, rest.pop("specification").encode())
        table["file"] = name.removesuffix(SPECIFICATION) + ".svg"
    elif isinstance(value, Picture):
        table["file"] = _keep(files, ".svg", _framed(rest.pop("jpeg")))
    return table | {name: _plain(one, files, also) for name, one in rest.items()}


def _framed(jpeg: bytes) -> bytes:
    """A JPEG inside an SVG: of files in memory, Typst's Python door takes only text."""
    with Image.open(io.BytesIO(jpeg)) as image:
        size = 'width="{}" height="{}"'.format(*image.size)
    data = base64.b64encode(jpeg).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}>'
        f'<image href="data:image/jpeg;base64,{data}" {size}/></svg>'
    ).encode()
