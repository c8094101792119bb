"""The size of a ZIP's table is known before the table is read."""

import io
import struct
import zipfile

from moodtracker.core.zips import directory_size


def whole_table(data: bytes) -> int:
    """As `zipfile` finds it."""
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        names = sum(len(info.filename) + len(info.extra) for info in bundle.infolist())
        return 46 * len(bundle.infolist()) + names


def packed(count: int, comment: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as bundle:
        for number in range(count):
            bundle.writestr(f"{number}", b"x")
        bundle.comment = comment
    return buffer.getvalue()


def as_zip64(data: bytes, size: int) -> bytes:
    record = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, size, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(data) - 22, 1)
    return data[:-22] + record + locator + data[-22:-12] + b"\xff" * 4 + data[-8:]


def test_the_size_is_what_the_library_reads() -> None:
    for data in (packed(1), packed(37), packed(3, b"a comment PK\x05")):
        assert directory_size(io.BytesIO(data)) == whole_table(data)


def test_a_large_one_tells_its_size_elsewhere() -> None:
    assert directory_size(io.BytesIO(as_zip64(packed(1), 5_000_000_000))) == 5_000_000_000


def test_what_is_no_zip_has_no_table() -> None:
    for data in (b"", b"PK\x05\x06", b"x" * 100_000, packed(2)[:-1]):
        assert directory_size(io.BytesIO(data)) == 0
