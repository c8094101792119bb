"""Six small heat maps as bytes in a row, and back.

Layout: two bytes for height and width, then little-endian float16 [6, height, width].
Half precision keeps three significant digits, more than an overlay can show.
"""

import numpy as np

from moodtracker.emotions import ORDER
from moodtracker.vision.types import Floats

_HEADER = 2


def pack_heatmaps(heatmaps: Floats) -> bytes:
    """float32 [6, h, w], not negative, h and w at most 255, to bytes."""
    count, height, width = heatmaps.shape
    if count != len(ORDER) or max(height, width) > 255:
        raise ValueError(f"Heat maps are [6, ≤255, ≤255]; got {list(heatmaps.shape)}.")
    limit = float(np.finfo(np.float16).max)
    halves = np.clip(heatmaps, 0.0, limit).astype("<f2")
    return bytes([height, width]) + halves.tobytes()


def unpack_heatmaps(packed: bytes) -> Floats:
    """The float32 [6, h, w] that `pack_heatmaps` wrote, to half precision."""
    if len(packed) < _HEADER:
        raise ValueError(f"Packed heat maps start with two bytes of size; got {len(packed)} bytes.")
    height, width = packed[0], packed[1]
    wanted = _HEADER + 2 * len(ORDER) * height * width
    if len(packed) != wanted:
        raise ValueError(f"Heat maps of {height}×{width} take {wanted} bytes; got {len(packed)}.")
    halves = np.frombuffer(packed, dtype="<f2", offset=_HEADER)
    return halves.reshape(len(ORDER), height, width).astype(np.float32)
