"""Object pages of this room, for the walk over the URL table."""

from django.utils import timezone

from imports.import_files import GENERATION_4
from moodtracker.accounts.models import User
from moodtracker.imports import services
from moodtracker.imports.models import Selfie

OF_RUN = ("run", "sent", "progress", "answer", "apply", "undo", "drop", "skipped", "review")


def walk_objects(owner: User) -> dict[str, dict[str, object]]:
    run = services.run_receive(
        user=owner, files=[("export.csv", GENERATION_4.encode())], now=timezone.now()
    )
    services.work(now=timezone.now())
    selfie = Selfie.objects.create(run=run, position=0, name="a.jpg", trouble="no_face")
    return {
        **{f"imports:{name}": {"run_id": run.id} for name in OF_RUN},
        "imports:piece": {"run_id": run.id, "position": 0, "number": 0},
        "imports:face": {"run_id": run.id, "selfie_id": selfie.id, "number": 0},
    }
