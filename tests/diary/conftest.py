"""Real photos for the diary's tests, and the person's answer about keeping them."""

from typing import Any

import numpy as np
import pytest
import skimage.data
from diary_photos import encoded

from moodtracker.accounts.models import User


@pytest.fixture(scope="session")
def astronaut() -> np.ndarray[Any, Any]:
    """A public-domain portrait, 512 × 512, one face."""
    return np.asarray(skimage.data.astronaut())


@pytest.fixture(scope="session")
def portrait(astronaut: np.ndarray[Any, Any]) -> bytes:
    return encoded(astronaut, quality=92)


@pytest.fixture(scope="session")
def two_faces(astronaut: np.ndarray[Any, Any]) -> bytes:
    return encoded(np.concatenate([astronaut, astronaut[:, ::-1]], axis=1), quality=92)


@pytest.fixture
def keeper(hana: User) -> User:
    """하나, who has chosen to keep her photos."""
    hana.photo_policy = "keep"
    hana.save()
    return hana


@pytest.fixture
def discarder(hana: User) -> User:
    """하나, who has chosen to have them thrown away."""
    hana.photo_policy = "discard"
    hana.save()
    return hana
