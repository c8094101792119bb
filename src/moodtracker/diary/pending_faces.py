"""The faces of a waiting photo as bytes to be sealed, and back."""

import base64
import json
from dataclasses import asdict, dataclass

from moodtracker.vision.crop import Square
from moodtracker.vision.types import Advice, ModelName


@dataclass(frozen=True, slots=True)
class WaitingFace:
    """One face to choose from. `square` is what the network saw, in pixels of the picture;
    `picture` is a small JPEG.
    """

    square: Square
    probabilities: tuple[float, ...]
    heatmap: bytes
    ambiguous: bool
    advice: tuple[Advice, ...]
    picture: bytes


@dataclass(frozen=True, slots=True)
class WaitingFaces:
    """All faces of one photo, largest first, with the size of the picture in pixels."""

    width: int
    height: int
    model: ModelName
    faces: tuple[WaitingFace, ...]


def pack_faces(waiting: WaitingFaces) -> bytes:
    """JSON bytes; seal them before they are stored."""
    faces = [
        asdict(face) | {"heatmap": _text(face.heatmap), "picture": _text(face.picture)}
        for face in waiting.faces
    ]
    return json.dumps(
        {
            "width": waiting.width,
            "height": waiting.height,
            "model": asdict(waiting.model),
            "faces": faces,
        }
    ).encode()


def unpack_faces(packed: bytes) -> WaitingFaces:
    """What `pack_faces` wrote."""
    whole = json.loads(packed)
    return WaitingFaces(
        width=whole["width"],
        height=whole["height"],
        model=ModelName(**whole["model"]),
        faces=tuple(
            WaitingFace(
                square=Square(**face["square"]),
                probabilities=tuple(face["probabilities"]),
                heatmap=base64.b64decode(face["heatmap"]),
                ambiguous=face["ambiguous"],
                advice=tuple(Advice(code) for code in face["advice"]),
                picture=base64.b64decode(face["picture"]),
            )
            for face in whole["faces"]
        ),
    )


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
