"""What can be wrong with a file as a whole; the sentences for people are in `imports.texts`."""

from enum import StrEnum


class Problem(StrEnum):
    """Why no row of a file can be read."""

    EMPTY = "empty"
    UNKNOWN = "unknown"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    LINE_TOO_LONG = "line_too_long"
    ENCODING = "encoding"
    NO_HEADER = "no_header"
    BROKEN_CSV = "broken_csv"
    BROKEN_JSON = "broken_json"
    JSON_TOO_DEEP = "json_too_deep"
    JSON_TOO_BIG = "json_too_big"
    BROKEN_ZIP = "broken_zip"
    ZIP_ENCRYPTED = "zip_encrypted"
    ZIP_TOO_MANY = "zip_too_many"
    ZIP_NAMES = "zip_names"
    ZIP_BOMB = "zip_bomb"
    NO_ENTRIES = "no_entries"
    DATE_ORDER = "date_order"
    NEWER = "newer"
    CHECKSUM = "checksum"
    TOO_MANY_MOODS = "too_many_moods"
    ONE_FILE = "one_file"
    NO_ROOM = "no_room"
    NO_READER = "no_reader"
    DISK = "disk"


class ImportProblem(Exception):  # noqa: N818 - a person's problem with a file, not ours
    """The file cannot be read. `values` go into the sentence."""

    def __init__(self, problem: Problem, **values: str | int) -> None:
        super().__init__(f"{problem.value} {values}" if values else problem.value)
        self.problem = problem
        self.values = values
