"""The date of an instant is the date where the person is."""

from datetime import UTC, date, datetime

import pytest

from moodtracker.core.time import is_zone, local_date, zone_names


@pytest.mark.parametrize(
    ("instant", "zone", "expected"),
    [
        (datetime(2026, 5, 12, 14, 59, tzinfo=UTC), "Asia/Seoul", date(2026, 5, 12)),
        (datetime(2026, 5, 12, 15, 0, tzinfo=UTC), "Asia/Seoul", date(2026, 5, 13)),
        (datetime(2026, 5, 12, 3, 0, tzinfo=UTC), "America/Los_Angeles", date(2026, 5, 11)),
        # Daylight saving began in New York at 07:00 UTC on 8 March 2026.
        (datetime(2026, 3, 8, 4, 59, tzinfo=UTC), "America/New_York", date(2026, 3, 7)),
        (datetime(2026, 3, 9, 4, 0, tzinfo=UTC), "America/New_York", date(2026, 3, 9)),
        # Samoa has no 30 December 2011.
        (datetime(2011, 12, 30, 9, 59, tzinfo=UTC), "Pacific/Apia", date(2011, 12, 29)),
        (datetime(2011, 12, 30, 10, 0, tzinfo=UTC), "Pacific/Apia", date(2011, 12, 31)),
    ],
)
def test_local_date(instant: datetime, zone: str, expected: date) -> None:
    assert local_date(instant, zone) == expected


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="carries its zone"):
        local_date(datetime(2026, 5, 12), "Asia/Seoul")  # noqa: DTZ001 - that is the point


def test_zones_to_choose_from() -> None:
    names = zone_names()
    assert {"Asia/Seoul", "UTC", "America/New_York"} <= set(names)
    assert not [name for name in names if name.startswith(("Etc/", "posix/", "right/"))]
    assert all(map(is_zone, names))


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "a" * 100, "Asia"])
def test_what_is_no_zone(name: str) -> None:
    assert not is_zone(name)
