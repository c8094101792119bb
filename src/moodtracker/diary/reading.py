"""The diary's door to `vision`: its pictures and numbers in, its errors as sentences out."""

import logging
from dataclasses import dataclass

from moodtracker.diary.errors import ReaderUnavailableError, UnreadablePhotoError
from moodtracker.diary.photo_files import scaled_square
from moodtracker.diary.texts import unreadable_sentence
from moodtracker.vision.crop import Square
from moodtracker.vision.errors import PhotoError, VisionError
from moodtracker.vision.photo import Photo, decode_photo
from moodtracker.vision.reader import Reader, default_reader
from moodtracker.vision.types import RGB, PhotoReading

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReadPhoto:
    """A photo that was decoded once and read.

    `picture` is the upright picture; `squares` are what the network saw of each face of
    `reading`, in pixels of `picture`.
    """

    picture: RGB
    reading: PhotoReading
    squares: tuple[Square, ...]


def read(data: bytes) -> ReadPhoto:
    """Decode and read a photo. Raises UnreadablePhotoError or ReaderUnavailableError."""
    try:
        photo = decode_photo(data)
        reader = default_reader()
        return _read(reader, photo)
    except PhotoError as error:
        raise UnreadablePhotoError(unreadable_sentence(error)) from error
    except VisionError as error:
        log.exception("No photo can be read")
        raise ReaderUnavailableError from error


def _read(reader: Reader, photo: Photo) -> ReadPhoto:
    reading = reader.read_decoded(photo)
    squares = tuple(
        scaled_square(reader.square(face.face), 1 / photo.scale) for face in reading.faces
    )
    return ReadPhoto(photo.rgb, reading, squares)
