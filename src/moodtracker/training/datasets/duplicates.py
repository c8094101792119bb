"""Near-duplicates, and a carve-out that never parts them, nor the pictures of one person.

FER2013 holds the same face several times, cropped a little differently; AI Hub shows one person
many times. With a copy, or the same person, on each side of a split, a held-out score measures
memory.
"""

import hashlib

import numpy as np
import numpy.typing as npt

from moodtracker.training.datasets import FaceSet, Pixels

ALIKE = 0.95
"""Correlation of two thumbnails above which they count as one picture. Looked at by eye, twelve
random pairs of FER2013Train each: from .955 up all showed the same photograph, cropped or lit
differently; at .94 to .95 eleven of twelve did."""

THUMB = 16


def thumbnails(images: Pixels, *, chunk: int = 512) -> npt.NDArray[np.float32]:
    """float32 [N, 256]: grey 16×16 block means, each row centred and of length 1.

    `images` is uint8 [N, H, W, 3] of at least 16×16; only `chunk` of them are in memory at once.
    """
    parts = [_thumbnails(images[start : start + chunk]) for start in range(0, len(images), chunk)]
    return np.concatenate(parts) if parts else np.zeros((0, THUMB * THUMB), dtype=np.float32)


def _thumbnails(images: Pixels) -> npt.NDArray[np.float32]:
    grey = images.astype(np.float32).mean(axis=3)
    count, height, width = grey.shape
    rows = height // THUMB * THUMB
    columns = width // THUMB * THUMB
    blocks = grey[:, :rows, :columns].reshape(count, THUMB, rows // THUMB, THUMB, columns // THUMB)
    flat = blocks.mean(axis=(2, 4)).reshape(count, THUMB * THUMB)
    flat -= flat.mean(axis=1, keepdims=True)
    length: npt.NDArray[np.float32] = np.linalg.norm(flat, axis=1, keepdims=True)
    return np.asarray(flat / np.maximum(length, 1e-6), dtype=np.float32)


def groups(images: Pixels, *, alike: float = ALIKE, chunk: int = 2048) -> npt.NDArray[np.int64]:
    """For each image the lowest row that it is joined to by a chain of near-duplicates."""
    thumbs = thumbnails(images)
    parent = np.arange(len(thumbs), dtype=np.int64)

    def root(row: int) -> int:
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = int(parent[row])
        return row

    for start in range(0, len(thumbs), chunk):
        close = thumbs[start : start + chunk] @ thumbs[start:].T > alike
        for left, right in np.argwhere(np.triu(close, k=1)):
            one, other = root(start + int(left)), root(start + int(right))
            parent[max(one, other)] = min(one, other)
    return np.array([root(row) for row in range(len(thumbs))], dtype=np.int64)


def twins(images: Pixels, others: Pixels) -> npt.NDArray[np.bool_]:
    """Which of `images` have a near-duplicate among `others`."""
    left, right = thumbnails(images), thumbnails(others)
    found = [(left[s : s + 2048] @ right.T > ALIKE).any(axis=1) for s in range(0, len(left), 2048)]
    return np.concatenate(found) if found else np.zeros(0, dtype=np.bool_)


def carve(faces: FaceSet, *, held_out: float, alike: float = ALIKE) -> tuple[FaceSet, FaceSet]:
    """(fit, held-out) by a hash of the person, or where people are unknown, of the name of each
    near-duplicate group's first image.

    Deterministic, independent of order and machine; about `held_out` of the people or groups go
    to the second part.
    """
    kin = faces.people or [faces.names[row] for row in groups(faces.images, alike=alike)]
    place = np.array([bucket(name) for name in kin])
    return (
        faces.take(np.flatnonzero(place >= held_out)),
        faces.take(np.flatnonzero(place < held_out)),
    )


def bucket(name: str) -> float:
    """A place in 0…1 that only the name decides, the same on every machine."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) / 2**32
