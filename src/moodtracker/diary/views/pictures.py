"""Photos and heat maps, for their owner alone."""

import logging
import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from moodtracker.core.vault import VaultError
from moodtracker.diary.heatmaps import unpack_heatmaps
from moodtracker.diary.models import EntryPhoto
from moodtracker.diary.photo_files import read_sealed
from moodtracker.diary.thumbnails import thumbnail
from moodtracker.diary.views.shared import entry_or_404, picture_response
from moodtracker.emotions import CLASS_NAMES
from moodtracker.vision.heatmap import heat_png

log = logging.getLogger(__name__)


@login_required
@require_safe
def photo(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """The kept photo, as JPEG."""
    entry = entry_or_404(request, entry_id)
    try:
        data = read_sealed(entry.photo.name)
    except EntryPhoto.DoesNotExist:
        raise Http404 from None
    except (OSError, VaultError):
        log.exception("The photo of entry %s cannot be opened", entry_id)
        raise Http404 from None
    return picture_response(data, "image/jpeg")


@login_required
@require_safe
def thumb(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """The face of the kept photo, small, as JPEG."""
    entry = entry_or_404(request, entry_id)
    try:
        data = thumbnail(entry.photo)
    except EntryPhoto.DoesNotExist:
        raise Http404 from None
    except (OSError, VaultError):
        log.exception("The photo of entry %s cannot be opened", entry_id)
        raise Http404 from None
    return picture_response(data, "image/jpeg")


@login_required
@require_safe
def heat(request: HttpRequest, entry_id: uuid.UUID, emotion: str) -> HttpResponse:
    """Where the network looked for one emotion: a transparent PNG over the face's square."""
    entry = entry_or_404(request, entry_id)
    if emotion not in CLASS_NAMES or entry.heatmap is None:
        raise Http404
    maps = unpack_heatmaps(bytes(entry.heatmap))
    return picture_response(heat_png(maps[CLASS_NAMES.index(emotion)]), "image/png")
