"""Photo bytes → reading: the one door that the rest of the product uses."""

import os
import threading
from pathlib import Path

import numpy as np

from moodtracker.vision.advice import advise_face, advise_photo
from moodtracker.vision.bundle import DEFAULT_BUNDLE, Manifest, load_bundle
from moodtracker.vision.classifier import Classifier
from moodtracker.vision.crop import Square, crop_face, square_of
from moodtracker.vision.detector import Detector
from moodtracker.vision.errors import VisionError
from moodtracker.vision.photo import Photo, decode_photo
from moodtracker.vision.types import Box, Face, FaceReading, Floats, ModelName, PhotoReading

MODEL_VARIABLE = "MOODTRACKER_MODEL"
MAX_FACES = 50
"""Only the largest of a crowd are read, so that one photo costs a bounded time."""


class Reader:
    """A detector and a model, loaded. Safe to share between threads."""

    def __init__(self, detector: Detector, classifier: Classifier) -> None:
        self._detector = detector
        self._classifier = classifier

    @classmethod
    def load(cls, bundle: Path | None = None, *, threads: int | None = None) -> "Reader":
        """Load a bundle folder: the one given, else `MOODTRACKER_MODEL`, else the shipped one.

        `threads` is what one reading may use; two at most by default, for they share the cores
        with the rest of the server. Raises `ModelError` with what is wrong.
        """
        count = threads or min(2, os.cpu_count() or 1)
        classifier = Classifier(load_bundle(bundle or bundle_folder()), threads=count)
        return cls(Detector(threads=count), classifier)

    @property
    def manifest(self) -> Manifest:
        """What the loaded bundle says of itself."""
        return self._classifier.manifest

    @property
    def model(self) -> ModelName:
        """The loaded bundle's name and version."""
        return ModelName(self.manifest.name, self.manifest.version)

    def read(self, data: bytes) -> PhotoReading:
        """Read every face of a photo. Raises `VisionError`, and nothing else."""
        return self.read_decoded(decode_photo(data))

    def read_decoded(self, photo: Photo) -> PhotoReading:
        """Read a photo that `decode_photo` gave. Raises `ModelError`."""
        found = self._detector.find(photo.rgb)[:MAX_FACES]
        faces = tuple(self._read_faces(photo, found)) if found else ()
        return PhotoReading(
            width=photo.width,
            height=photo.height,
            faces=faces,
            advice=advise_photo(found),
            model=self.model,
        )

    def square(self, face: Face) -> Square:
        """Where this bundle cuts its crop for a face, in the pixels the face is given in."""
        return square_of(face, self.manifest.crop)

    def _read_faces(self, photo: Photo, found: tuple[Face, ...]) -> list[FaceReading]:
        rule = self.manifest.crop
        crops = np.stack(
            [
                crop_face(photo.rgb, square_of(face, rule), height=rule.height, width=rule.width)
                for face in found
            ]
        )
        verdicts = self._classifier.classify(crops)
        return [
            FaceReading(
                face=_enlarged(face, photo.scale),
                crop=crop,
                probabilities=_six(probabilities),
                heatmap=heatmap,
                ambiguous=is_ambiguous(probabilities, self.manifest.ambiguous.margin),
                advice=advise_face(photo.rgb, face),
            )
            for face, crop, probabilities, heatmap in zip(
                found, crops, verdicts.probabilities, verdicts.heatmaps, strict=True
            )
        ]


def is_ambiguous(probabilities: Floats, margin: float) -> bool:
    """Whether the two highest of six probabilities lie nearer to each other than `margin`."""
    second, first = np.sort(probabilities)[-2:].tolist()
    return bool(first - second < margin)


def _six(probabilities: Floats) -> tuple[float, float, float, float, float, float]:
    a, b, c, d, e, f = (float(number) for number in probabilities)
    return a, b, c, d, e, f


def _enlarged(face: Face, scale: float) -> Face:
    box = face.box
    return Face(
        box=Box(box.x * scale, box.y * scale, box.width * scale, box.height * scale),
        score=face.score,
        landmarks=face.landmarks * np.float32(scale),
    )


# The process's own reader


_lock = threading.Lock()
_readers: dict[Path, Reader] = {}


def bundle_folder() -> Path:
    """The bundle that `MOODTRACKER_MODEL` names, or the shipped one."""
    named = os.environ.get(MODEL_VARIABLE)
    return Path(named) if named else DEFAULT_BUNDLE


def default_reader() -> Reader:
    """The process-wide reader, loaded at the first call. Raises `ModelError`.

    A failure is not remembered: once the bundle is mended, the next call loads it.
    """
    folder = bundle_folder()
    with _lock:
        if folder not in _readers:
            _readers[folder] = Reader.load(folder)
        return _readers[folder]


def read_photo(data: bytes) -> PhotoReading:
    """Read a photo with the process-wide reader. Raises `VisionError`, and nothing else."""
    return default_reader().read(data)


def reader_state() -> str:
    """“ok”, or the sentence that says why no photo can be read. Loads the model."""
    try:
        default_reader()
    except VisionError as error:
        return str(error)
    return "ok"
