"""Small pictures for a report: opened in memory, never written anywhere unsealed."""

import io
import logging

import numpy as np
from PIL import Image

from moodtracker.core.vault import VaultError
from moodtracker.diary.photo_files import FACE_SIDE, face_picture, read_sealed, scaled_square
from moodtracker.tracker.reports.selectors import PhotoFound

log = logging.getLogger(__name__)


def small_picture(found: PhotoFound) -> bytes | None:
    """The face with a little around it, as a JPEG of at most 240 px; None where a file is gone."""
    try:
        data = read_sealed(found.name)
    except (OSError, VaultError):
        log.exception("The photo of %s is missing from a report", found.day)
        return None
    with Image.open(io.BytesIO(data)) as image:
        whole = image.width
        # The decoder halves a JPEG nearly for free; the face still has all the pixels it needs.
        share = min(1.0, FACE_SIDE / max(1.0, 1.4 * found.square.side))
        image.draft("RGB", (round(image.width * share), round(image.height * share)))
        pixels = np.asarray(image.convert("RGB"))
    return face_picture(pixels, scaled_square(found.square, pixels.shape[1] / whole))
