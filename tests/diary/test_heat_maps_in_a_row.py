"""Six small maps as bytes and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodtracker.diary.heatmaps import pack_heatmaps, unpack_heatmaps


@given(
    height=st.integers(1, 12),
    width=st.integers(1, 12),
    scale=st.floats(1e-3, 1e4),
    seed=st.integers(0, 2**32 - 1),
)
def test_they_come_back_to_half_precision(height: int, width: int, scale: float, seed: int) -> None:
    maps = np.random.default_rng(seed).random((6, height, width), np.float32) * np.float32(scale)
    packed = pack_heatmaps(maps)
    assert len(packed) == 2 + 12 * height * width
    back = unpack_heatmaps(packed)
    assert back.dtype == np.float32
    np.testing.assert_allclose(back, maps, rtol=1e-3, atol=1e-6)


def test_a_map_beyond_half_precision_is_clipped_not_infinite() -> None:
    back = unpack_heatmaps(pack_heatmaps(np.full((6, 2, 2), 1e9, np.float32)))
    assert np.isfinite(back).all()


@pytest.mark.parametrize("shape", [(5, 6, 6), (6, 300, 6), (6, 6, 300)])
def test_other_shapes_are_refused(shape: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="got"):
        pack_heatmaps(np.zeros(shape, np.float32))


@pytest.mark.parametrize("packed", [b"", b"\x06", b"\x06\x06abc", bytes([2, 2]) + b"\0" * 47])
def test_bytes_that_are_no_maps_are_refused(packed: bytes) -> None:
    with pytest.raises(ValueError, match="got"):
        unpack_heatmaps(packed)
