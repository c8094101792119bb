"""Object pages of this room, for the walk over the URL table."""

import uuid

from django.utils import timezone

from imports.import_files import GENERATION_4
from moodtracker.accounts.models import User
from moodtracker.core.vault import seal_for
from moodtracker.diary.pending_faces import WaitingFace, WaitingFaces, pack_faces
from moodtracker.imports import services
from moodtracker.imports.models import Selfie
from moodtracker.vision.crop import Square
from moodtracker.vision.types import ModelName

OF_RUN = ("run", "sent", "progress", "answer", "apply", "undo", "drop", "skipped", "review")


def walk_objects(owner: User) -> dict[str, dict[str, object]]:
    run = services.run_receive(
        user=owner, files=[("export.csv", GENERATION_4.encode())], now=timezone.now()
    )
    services.work(now=timezone.now())
    key = uuid.uuid4()
    face = WaitingFace(Square(5, 5, 10, 0), (0.5, 0.1, 0.1, 0.1, 0.1, 0.1), b"", False, (), b"jpg")
    sealed = seal_for(
        owner.pk,
        pack_faces(WaitingFaces(10, 10, ModelName("a", "1"), (face,))),
        context=f"import selfie faces {key}".encode(),
    )
    selfie = Selfie.objects.create(
        id=key, run=run, position=0, name="a.jpg", face_count=1, sealed_faces=sealed
    )
    return {
        **{f"imports:{name}": {"run_id": run.id} for name in OF_RUN},
        "imports:piece": {"run_id": run.id, "position": 0, "number": 0},
        "imports:face": {"run_id": run.id, "selfie_id": selfie.id, "number": 0},
    }
