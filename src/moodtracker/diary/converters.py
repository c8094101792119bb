"""A date in an address."""

from datetime import date


class DayConverter:
    """`2026-11-22` to a date; anything that is no date does not match."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """Raises ValueError, which Django takes for no match."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """ISO 8601."""
        return value.isoformat()
