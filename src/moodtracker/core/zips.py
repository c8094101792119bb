"""How large a ZIP's table of members is, before anything reads it.

`zipfile` takes in the whole table and makes an object of every member (46 bytes there, some
hundred here) before anybody can count them: a ZIP that is nothing but a table fills the memory.
"""

import io
import struct
from typing import BinaryIO

_END = b"PK\x05\x06"
_END_BYTES = 22
_END_SIZE_AT = 12
_LOCATOR = b"PK\x06\x07"
_LOCATOR_BYTES = 20
_END_64 = b"PK\x06\x06"
_END_64_BYTES = 56
_END_64_SIZE_AT = 40
_LONGEST_COMMENT = 65_535


def directory_size(file: BinaryIO) -> int:
    """Bytes of the table by the file's own word, which `zipfile` goes by (APPNOTE.TXT, 4.3.16);
    0 where there is no end of a ZIP. The file's place is moved. Raises OSError.
    """
    whole = file.seek(0, io.SEEK_END)
    wanted = _END_BYTES + _LONGEST_COMMENT + _LOCATOR_BYTES + _END_64_BYTES
    file.seek(max(0, whole - wanted))
    tail = file.read(wanted)
    # An end without a comment is taken first, whatever stands inside it.
    places = {len(tail) - _END_BYTES, tail.rfind(_END)}
    return max((_size_at(tail, at) for at in places if at >= 0), default=0)


def _size_at(tail: bytes, at: int) -> int:
    if tail[at : at + 4] != _END or len(tail) < at + _END_BYTES:
        return 0
    locator = at - _LOCATOR_BYTES
    record = locator - _END_64_BYTES
    located = record >= 0 and tail[locator : locator + 4] == _LOCATOR
    if located and tail[record : record + 4] == _END_64:
        (size,) = struct.unpack_from("<Q", tail, record + _END_64_SIZE_AT)
        return int(size)
    (size,) = struct.unpack_from("<L", tail, at + _END_SIZE_AT)
    return int(size)
