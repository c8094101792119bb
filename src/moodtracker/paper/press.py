"""The press: a short-lived process (`apart`) that draws the charts of a document and sets it."""

import io
import json
import sys
import zipfile
from collections.abc import Mapping

from moodtracker.paper import fonts
from moodtracker.paper.apart import run_apart
from moodtracker.paper.errors import PaperError
from moodtracker.paper.pdf import SPECIFICATION, Files, pdf

SECONDS = 60


def pressed(files: Files, *, seconds: float = SECONDS) -> bytes:
    """The PDF of `files` (see `pdf.files_of`), charts drawn, made in a process of its own.

    Raises `PaperError` when it fails or takes longer than `seconds`.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    done = run_apart(
        "moodtracker.paper.press", given=packed.getvalue(), seconds=seconds, what="A PDF"
    )
    if not done.startswith(b"%PDF"):
        raise PaperError(f"The press answers with a PDF; it answered {done[:40]!r}.")
    return done


def drawn(files: Mapping[str, bytes]) -> Files:
    """The same files, each chart as SVG."""
    return {
        name.removesuffix(SPECIFICATION) + ".svg" if name.endswith(SPECIFICATION) else name: (
            _svg(data) if name.endswith(SPECIFICATION) else data
        )
        for name, data in files.items()
    }


def _svg(specification: bytes) -> bytes:
    import vl_convert  # only a document with charts starts the engine

    fonts.register_fonts()
    return str(vl_convert.vegalite_to_svg(json.loads(specification))).encode()


def main() -> None:
    """Read the packed files from standard input, write the PDF to standard output."""
    with zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read())) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    sys.stdout.buffer.write(pdf(drawn(files)))


if __name__ == "__main__":
    main()
