"""A real photo, the real detector, and a reader with a real (if tiny) bundle."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import skimage.data

from moodtracker.vision.detector import Detector
from moodtracker.vision.reader import Reader
from moodtracker.vision.types import RGB
from vision.bundles import write_bundle
from vision.photos import encode

BundleMaker = Callable[..., Path]


@pytest.fixture(scope="session")
def astronaut() -> RGB:
    """A public-domain portrait, 512 × 512, one face."""
    return np.asarray(skimage.data.astronaut())


@pytest.fixture(scope="session")
def astronaut_jpeg(astronaut: RGB) -> bytes:
    return encode(astronaut, "JPEG", quality=92)


@pytest.fixture
def make_bundle(tmp_path: Path) -> BundleMaker:
    """Write a bundle folder; keyword arguments replace entries of its manifest."""

    def make(*, content: bytes | None = None, name: str = "bundle", **changes: Any) -> Path:
        return write_bundle(tmp_path / name, content=content, **changes)

    return make


@pytest.fixture(scope="session")
def tiny_bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_bundle(tmp_path_factory.mktemp("bundles") / "tiny")


@pytest.fixture(scope="session")
def reader(tiny_bundle: Path) -> Reader:
    return Reader.load(tiny_bundle, threads=1)


@pytest.fixture(scope="session")
def detector() -> Detector:
    return Detector(threads=1)
