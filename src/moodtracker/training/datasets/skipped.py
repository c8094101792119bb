"""Pictures that cannot be read: counted, named and skipped, so that one in a hundred thousand
does not end a run.
"""

import logging
from dataclasses import dataclass, field
from pathlib import Path

logger = logging.getLogger(__name__)
NAMED = 5


@dataclass(slots=True)
class Skipped:
    """Collects what was skipped while a set is read; `tell` says so once."""

    names: list[str] = field(default_factory=list)

    def add(self, path: Path, fault: Exception) -> None:
        """`path` was skipped for this reason."""
        self.names.append(f"{path} ({reason(fault)})")

    def tell(self, total: int) -> None:
        """One warning with the count and the first names, or nothing."""
        if self.names:
            logger.warning(
                "%d of %d pictures could not be read and were skipped: %s%s.",
                len(self.names),
                total,
                ", ".join(self.names[:NAMED]),
                " …" if len(self.names) > NAMED else "",
            )


def reason(fault: Exception) -> str:
    """A fault in a few words, without the path that the caller already names."""
    if isinstance(fault, OSError) and fault.strerror:
        return fault.strerror
    return str(fault).split(":")[0].strip() or type(fault).__name__
