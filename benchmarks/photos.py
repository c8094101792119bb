"""Photo → reading, by stage; throughput; cold start."""

import json
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image
from skimage import data

from benchmarks.table import Row, timed
from moodtracker.vision.bundle import SHIPPED, load_bundle
from moodtracker.vision.classifier import Classifier
from moodtracker.vision.crop import crop_face, square_of
from moodtracker.vision.detector import Detector
from moodtracker.vision.photo import decode_photo
from moodtracker.vision.reader import Reader, bundle_folder

BUDGETS = {"compact": 4.0, "ensemble": 40.0}
"""Milliseconds that a face may take through a bundle."""


def photo(width: int, height: int, *, quality: int = 90) -> bytes:
    """A JPEG of that size with one face: the astronaut on a wide ground."""
    portrait = Image.fromarray(data.astronaut())
    side = min(width, height)
    ground = portrait.resize((width, height), Image.Resampling.BICUBIC)
    ground = Image.fromarray(np.asarray(ground) // 2 + 60)
    ground.paste(portrait.resize((side, side), Image.Resampling.LANCZOS), ((width - side) // 2, 0))
    out = BytesIO()
    ground.save(out, "JPEG", quality=quality)
    return out.getvalue()


def stages() -> list[Row]:
    """What a 1280×960 photo costs on the way to a reading, on two threads and on one."""
    jpeg = photo(1280, 960)
    picture = decode_photo(jpeg)
    reader, single = Reader.load(threads=2), Reader.load(threads=1)
    detector = Detector(threads=2)
    (face, *_) = detector.find(picture.rgb)
    rule = reader.manifest.crop
    square = square_of(face, rule)
    crop = crop_face(picture.rgb, square, height=rule.height, width=rule.width)
    classifier = Classifier(load_bundle(bundle_folder()), threads=2)
    large = photo(4000, 3000)
    return [
        timed("decode", lambda: decode_photo(jpeg)),
        timed("find", lambda: detector.find(picture.rgb)),
        timed("crop", lambda: crop_face(picture.rgb, square, height=rule.height, width=rule.width)),
        timed("classify, heat maps included", lambda: classifier.classify(crop[None])),
        timed("photo → reading, two threads", lambda: reader.read(jpeg), limit=60),
        timed("photo → reading, one thread", lambda: single.read(jpeg)),
        timed("photo → reading, 12 megapixels, two threads", lambda: reader.read(large)),
    ]


def bundles() -> list[Row]:
    """One face through each bundle that ships, on two threads, heat maps included."""
    crop = np.random.default_rng(0).integers(0, 256, (1, 512, 512, 3), dtype=np.uint8)
    rows = []
    for folder in sorted(one for one in SHIPPED.iterdir() if one.is_dir()):
        classifier = Classifier(load_bundle(folder), threads=2)
        rule = classifier.manifest.crop
        face = np.ascontiguousarray(crop[:, : rule.height, : rule.width])
        limit = BUDGETS.get(folder.name)
        rows.append(
            timed(f"{folder.name}: one face", partial(classifier.classify, face), limit=limit)
        )
    return rows


def throughput(count: int = 48) -> list[Row]:
    """Photos a second through one loaded reader, two at a time."""
    import time

    jpeg = photo(1280, 960)
    reader = Reader.load(threads=1)
    reader.read(jpeg)
    began = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(reader.read, [jpeg] * count))
    return [Row("readings", round(count / (time.perf_counter() - began), 1), "photos/s")]


def cold_start() -> list[Row]:
    """`moodtracker analyze` on one photo, from the shell's point of view."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "photo.jpg"
        path.write_bytes(photo(1280, 960))
        command = [sys.executable, "-c", "from moodtracker.cli import main; main()"]

        def analyze() -> None:
            done = subprocess.run(
                [*command, "analyze", str(path), "--json"], capture_output=True, check=True
            )
            assert len(json.loads(done.stdout)[0]["faces"]) == 1

        return [timed("moodtracker analyze, one photo", analyze, times=7, limit=1500)]
