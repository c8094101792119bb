"""Run inside `moodtracker manage shell` by tools/screenshots.py: what the pages are to show.

Prints, as its last line, the address of every named page in JSON.
"""

import json
import sys
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import numpy as np
import skimage.data
from django.utils import timezone
from PIL import Image

from moodtracker.accounts.models import User
from moodtracker.diary import services as diary
from moodtracker.emotions import Emotion
from moodtracker.imports import services as imports
from moodtracker.imports.models import ImportRun
from walk import objects_of, routes

HANA, MINSU, ELDER = "hana@example.kr", "minsu@example.kr", "soonja@example.kr"
DAYLIO = "full_date,date,weekday,time,mood,activities,note_title,note\n" + "".join(
    f"2023-0{month}-{day:02},,,{clock},{mood},{tags},,{note}\n"
    for month, day, clock, mood, tags, note in (
        (3, 1, "21:10", "rad", "friends | movies", "오래 기다린 영화를 봤다"),
        (3, 2, "22:40", "good", "work | walk", ""),
        (3, 4, "08:15", "meh", "work", "잠이 모자랐다"),
        (3, 7, "23:05", "느긋해요", "family | cooking", "국을 끓였다"),
        (3, 9, "20:20", "bad", "work | headache", ""),
        (4, 11, "19:00", "awful", "work", "마감이 겹쳤다"),
    )
)


def jpeg(pixels: np.ndarray, *, taken: date | None = None) -> bytes:
    """The picture as a camera writes it, with its day."""
    exif = Image.Exif()
    if taken:
        exif[306] = exif.get_ifd(0x8769)[36867] = f"{taken:%Y:%m:%d} 09:30:00"
    kept = BytesIO()
    Image.fromarray(pixels).save(kept, "JPEG", quality=90, exif=exif)
    return kept.getvalue()


def run_of(owner: User, *files: tuple[str, bytes]) -> ImportRun:
    """Files that were sent, and looked at to the end."""
    run = imports.run_receive(user=owner, files=list(files), now=timezone.now())
    for _ in range(20):
        imports.work(now=timezone.now())
        run.refresh_from_db()
        if not run.working:
            break
    return run


def main() -> None:
    hana = User.objects.get(email=HANA)
    User.objects.filter(pk=hana.pk).update(photo_policy="keep", toured_at=timezone.now())
    User.objects.filter(email=ELDER).update(large=True, toured_at=timezone.now())
    User.objects.filter(email=MINSU).update(display_name="민수")
    hana.refresh_from_db()
    objects = objects_of(hana)
    gone = diary.entry_record_by_hand(user=hana, mood=Emotion.SAD, now=timezone.now())
    diary.entry_delete(owner=hana, entry_id=gone.id, now=timezone.now())

    face = np.asarray(skimage.data.astronaut())
    today = timezone.localdate()
    selfies = [
        ("2024-05-12.jpg", jpeg(face, taken=date(2024, 5, 12))),
        ("둘이서.jpg", jpeg(np.concatenate([face, face[:, ::-1]], axis=1))),
    ]
    objects["imports:run"] = {"run_id": run_of(hana, ("daylio.csv", DAYLIO.encode())).id}
    objects["imports:review"] = {"run_id": run_of(hana, *selfies).id}
    month = today.replace(day=1) - timedelta(1)
    whole = {"year": month.year, "month": month.month}
    objects |= {
        "music:for_mood": {"emotion": "sad"},
        "tracker:month": whole,
        "tracker:report_month": whole,
        "tracker:year": {"year": today.year},
        "tracker:report_year": {"year": today.year - 1},
        "tracker:report_between": {"first": today - timedelta(20), "last": today},
        "diary:day": {"day": today},
    }
    told = {
        route.name: route.address(objects)
        for route in routes()
        if not route.arguments or route.name in objects
    }
    sys.stdout.write("\n" + json.dumps(told) + "\n")


main()
