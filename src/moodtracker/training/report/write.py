"""From a bundle and a set of faces to report.html and report.pdf."""

from datetime import date
from pathlib import Path

from moodtracker.training.datasets import FaceSet
from moodtracker.training.errors import DataError
from moodtracker.training.report.faces import Explain
from moodtracker.training.report.findings import Findings, Progress, measure
from moodtracker.training.report.page import page
from moodtracker.training.report.pdf import pdf
from moodtracker.training.report.story import tell
from moodtracker.vision.classifier import Classifier

NAMES = ("report.html", "report.pdf")


def write_report(
    classifier: Classifier,
    data: str,
    faces: FaceSet,
    runs: tuple[Path, ...],
    out: Path,
    *,
    progress: Progress,
    day: date,
    explain: Explain | None = None,
) -> Findings:
    """Measure a bundle on `faces`, called `data`, and write both files into the folder `out`.

    Raises `DataError` where nothing can be scored, a run has no log, or `out` cannot be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise DataError(f"A report goes into a folder; {out}: {fault.strerror}.") from fault
    found = measure(classifier, data, faces, runs, progress, explain=explain)
    progress("set", 0, len(NAMES))
    document = tell(found, day)
    made = (page(document).encode(), pdf(document))
    for done, (name, content) in enumerate(zip(NAMES, made, strict=True), start=1):
        _write(out / name, content)
        progress("set", done, len(NAMES))
    return found


def _write(path: Path, content: bytes) -> None:
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as fault:
        raise DataError(f"A report must be written; {path}: {fault.strerror}.") from fault
