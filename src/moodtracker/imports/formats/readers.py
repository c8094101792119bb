"""All readers, and which one a file is for."""

from moodtracker.imports.formats.daylio_backup import DaylioBackup
from moodtracker.imports.formats.daylio_csv import DaylioCsv
from moodtracker.imports.formats.how_we_feel import HowWeFeel
from moodtracker.imports.formats.pixels import Pixels
from moodtracker.imports.formats.problems import ImportProblem, Problem
from moodtracker.imports.formats.sources import Source
from moodtracker.imports.formats.state_of_mind import StateOfMind
from moodtracker.imports.formats.types import Kind, Reader

# How We Feel before Daylio: its columns hold Daylio's `date` and `mood` too.
READERS: tuple[Reader, ...] = (
    DaylioBackup(),
    HowWeFeel(),
    StateOfMind(),
    Pixels(),
    DaylioCsv(),
)


def reader_of(kind: Kind) -> Reader:
    """The reader of a format."""
    return next(reader for reader in READERS if reader.kind == kind)


def reader_for(source: Source) -> Reader:
    """Which reader a file is for, by what is in it, not by its name. Raises ImportProblem."""
    if source.size == 0 or not source.head(4096).strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise ImportProblem(Problem.EMPTY)
    for reader in READERS:
        if reader.fits(source):
            return reader
    if source.is_zip:
        source.archive()  # says what is wrong with a ZIP, if anything is
    raise ImportProblem(Problem.UNKNOWN)
