"""The diary's object pages, for the walk over the URL table: a kept photo, and one that waits."""

import io

import numpy as np
import skimage.data
from django.utils import timezone
from PIL import Image

from moodtracker.accounts.models import User
from moodtracker.diary import services
from moodtracker.diary.models import Entry, PendingPhoto, Source, TagGroup
from moodtracker.vision.types import RGB

OF_ENTRY = (
    "entry",
    "entry_mood",
    "entry_note",
    "entry_edit",
    "entry_delete",
    "entry_restore",
    "entry_intensity",
    "entry_tags",
    "entry_heard",
    "entry_felt",
    "entry_purge",
    "thumb",
    "photo",
    "photo_discard",
)
OF_TAG = ("tag", "tag_move", "tag_hide", "tag_merge", "tag_delete")


def walk_objects(owner: User) -> dict[str, dict[str, object]]:
    one = np.asarray(skimage.data.astronaut())
    entry = _record(owner, one)
    waiting = _record(owner, np.concatenate([one, one[:, ::-1]], axis=1))
    assert isinstance(waiting, PendingPhoto)
    tag = services.tag_get_or_create(owner=owner, group=TagGroup.DOING, name="산책")
    return {
        **{f"diary:{name}": {"tag_id": tag.id} for name in OF_TAG},
        **{f"diary:{name}": {"entry_id": entry.id} for name in OF_ENTRY},
        "diary:heat": {"entry_id": entry.id, "emotion": "happy"},
        "diary:faces": {"pending_id": waiting.id},
        "diary:face_picture": {"pending_id": waiting.id, "number": 0},
    }


def _record(owner: User, pixels: RGB) -> Entry | PendingPhoto:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=92)
    return services.entry_record_photo(
        user=owner,
        photo=buffer.getvalue(),
        source=Source.PHOTO,
        now=timezone.now(),
        policy="keep",
    )
