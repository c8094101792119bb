"""The capture key of what comes from elsewhere: the same for the same entry, whoever brings it.

The namespace knows no owner; the database keeps keys apart by owner. Two formats of one app share
a family, so that a CSV and a backup of one diary do not enter twice.
"""

import uuid

from moodtracker.imports.formats.text import folded_key
from moodtracker.imports.formats.types import ForeignTag, Kind

_NAMESPACE = uuid.UUID("5b3f3d0e-6d5f-4d3c-9a51-0c9b6f1f7f5a")
_FAMILIES = {Kind.DAYLIO_CSV: "daylio", Kind.DAYLIO_BACKUP: "daylio"}


def family_of(kind: str) -> str:
    """What choices and keys are shared within."""
    return _FAMILIES.get(Kind(kind), str(kind))


def capture_key(kind: str, fingerprint: str) -> uuid.UUID:
    """The key of an entry (RFC 9562, version 5)."""
    return uuid.uuid5(_NAMESPACE, f"{family_of(kind)}\n{fingerprint}")


def tag_key(tag: ForeignTag) -> str:
    """What a tag's choice is remembered by."""
    return f"{folded_key(tag.section)[:30]}/{folded_key(tag.name)[:48]}"
