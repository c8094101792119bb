"""Files on their way in, without a job process beside the tests."""

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def nobody_to_ask(settings: Settings) -> None:
    """Work is done in the test, by `services.work`, and not asked of a queue."""
    settings.MOODTRACKER_ASK_JOBS = ""
