"""Is a tilted head read better when its crop is levelled by the eyes?

Takes faces of FER2013Train (the folder that BENCH_FERPLUS_TRAIN names), enlarges and
turns them, finds them with the detector and reads them with and without levelling. The network
was fitted on most of these faces, so only the difference between the columns means anything.
"""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.table import Row
from moodtracker.training.datasets.ferplus import read_ferplus
from moodtracker.vision.bundle import load_bundle
from moodtracker.vision.classifier import Classifier
from moodtracker.vision.crop import crop_face, square_of
from moodtracker.vision.detector import Detector
from moodtracker.vision.reader import bundle_folder

COUNT = 900


def levelling() -> list[Row]:
    """Accuracy by tilt, without and with levelling."""
    folder = os.environ.get("BENCH_FERPLUS_TRAIN")
    if not folder:
        print("BENCH_FERPLUS_TRAIN names no folder: nothing to turn.")
        return []
    faces = read_ferplus(Path(folder)).decided()
    chosen = faces.take(np.random.default_rng(1).permutation(len(faces))[:COUNT])
    detector, classifier = Detector(threads=2), Classifier(load_bundle(bundle_folder()), threads=2)
    rule = classifier.manifest.crop
    rows = []
    for degrees in (0, 10, 20, 30):
        pairs = []
        for image, label in zip(chosen.images, chosen.labels, strict=True):
            picture = turned(image, degrees)
            if found := detector.find_at(picture, 320):
                pairs.append((picture, found[0], label))
        for level in (False, True):
            way = replace(rule, level=level)
            crops = np.stack(
                [
                    crop_face(picture, square_of(face, way), height=rule.height, width=rule.width)
                    for picture, face, _ in pairs
                ]
            )
            read = classifier.classify(crops).probabilities.argmax(axis=1)
            right = float(np.mean(read == [label for *_, label in pairs]))
            words = "levelled" if level else "as it is"
            rows.append(
                Row(f"{degrees}°, {words}, {len(pairs)} found", round(right * 100, 1), "% right")
            )
    return rows


def turned(image: np.ndarray, degrees: float) -> np.ndarray:
    """A 48×48 face enlarged to 192, on a ground that repeats its edges, turned."""
    large = np.asarray(Image.fromarray(image).resize((192, 192), Image.Resampling.BICUBIC))
    ground = np.pad(large, ((64, 64), (64, 64), (0, 0)), mode="edge")
    return np.asarray(Image.fromarray(ground).rotate(degrees, Image.Resampling.BICUBIC))
