"""The press: a short-lived process that draws charts and sets a PDF, and takes its memory along.

Drawing a chart starts a JavaScript engine (100 MB), and Typst keeps what it has set in a cache:
a server that did both itself would never give the memory back. Nothing is written to a disk:
files go in and the PDF comes out through pipes.
"""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Mapping

from moodtracker.paper import fonts
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
    command = [sys.executable, "-m", "moodtracker.paper.press"]
    try:
        done = subprocess.run(  # noqa: S603 - this very module, by this very interpreter
            command, input=packed.getvalue(), capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as fault:
        raise PaperError(f"A PDF is made within {seconds:g} s; this one took longer.") from fault
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise PaperError(
            "The press answers with a PDF; it ended with "
            f"{done.returncode}: {done.stderr.decode(errors='replace').strip()[-2000:]}"
        )
    return done.stdout


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

    vl_convert.register_font_directory(str(fonts.font_folder()))
    return str(vl_convert.vegalite_to_svg(json.loads(specification))).encode()


def main() -> None:
    """Read the packed files from standard input, write the PDF to standard output."""
    with zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read())) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    sys.stdout.buffer.write(pdf(drawn(files)))


if __name__ == "__main__":
    main()
