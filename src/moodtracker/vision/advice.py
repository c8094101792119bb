"""Why a photo will read badly, measured from its pixels."""

from moodtracker.vision.types import RGB, Advice, Face


def advise_photo(faces: tuple[Face, ...]) -> tuple[Advice, ...]:
    """Advice on the photo as a whole."""
    if not faces:
        return (Advice.NO_FACE,)
    return (Advice.SEVERAL_FACES,) if len(faces) > 1 else ()


def advise_face(rgb: RGB, face: Face) -> tuple[Advice, ...]:
    """Advice on one face of upright RGB, in whose pixels the face is given."""
    rows, columns = rgb.shape[:2]
    codes = []
    if max(face.box.width, face.box.height) < 40:
        codes.append(Advice.TOO_SMALL)
    points = face.landmarks
    inside = (points >= 0).all() and (points[:, 0] < columns).all() and (points[:, 1] < rows).all()
    if not inside:
        codes.append(Advice.CUT_BY_EDGE)
    return tuple(codes)
