"""The archive: one ZIP that holds a whole diary. Reader and writer know no database.

with open_archive(file) as archive:      checks names, sizes and every checksum
    archive.head                         person, tags
    for entry in archive.entries():      one at a time, by the schema
        archive.photo(entry.photo)       the plain JPEG
"""

from moodtracker.exports.archive.model import (
    ArchivedEntry,
    ArchivedHeard,
    ArchivedPerson,
    ArchivedPhoto,
    ArchivedTag,
    ArchiveHead,
    DiarySource,
    PhotoBytes,
    photo_file,
)
from moodtracker.exports.archive.reading import ArchiveReader, open_archive
from moodtracker.exports.archive.schema import SCHEMA_DOCUMENT
from moodtracker.exports.archive.writing import archive_chunks

__all__ = [
    "SCHEMA_DOCUMENT",
    "ArchiveHead",
    "ArchiveReader",
    "ArchivedEntry",
    "ArchivedHeard",
    "ArchivedPerson",
    "ArchivedPhoto",
    "ArchivedTag",
    "DiarySource",
    "PhotoBytes",
    "archive_chunks",
    "open_archive",
    "photo_file",
]
