"""What can be wrong with a photo or a model, each with a code that pages translate by."""

from enum import StrEnum


class VisionErrorCode(StrEnum):
    """Every reason why a photo could not be read. The values stay; pages translate by them."""

    EMPTY = "empty"
    TOO_MANY_BYTES = "too_many_bytes"
    UNKNOWN_FORMAT = "unknown_format"
    BROKEN_PHOTO = "broken_photo"
    TOO_MANY_PIXELS = "too_many_pixels"
    ANIMATED = "animated"
    BUNDLE_MISSING = "bundle_missing"
    BUNDLE_BROKEN = "bundle_broken"
    DETECTOR_MISSING = "detector_missing"
    MODEL_FAILED = "model_failed"


class VisionError(Exception):
    """A photo could not be read.

    `str(error)` states the rule and then what came, in English; `parameters` holds the same
    facts by name (numbers and format names, never the photo's content).
    """

    def __init__(
        self, code: VisionErrorCode, message: str, parameters: dict[str, str | int] | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.parameters = parameters or {}


class PhotoError(VisionError):
    """The bytes are not a photo within the limits; another photo may do."""


class ModelError(VisionError):
    """The model bundle or the detector cannot be used; no photo can be read until it is mended."""
