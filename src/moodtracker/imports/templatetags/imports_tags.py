"""Words of this room on pages."""

from datetime import datetime

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moodtracker.imports.texts import KINDS

register = template.Library()
_UNKNOWN = _("파일")
TROUBLES = {
    "no_face": _("얼굴을 찾지 못했어요"),
    "unreadable": _("사진을 읽을 수 없어요"),
    "already": _("이미 있어요"),
}


@register.filter
def kind_name(kind: str) -> Promise:
    """The name of a format."""
    return KINDS.get(kind, _UNKNOWN)


@register.filter
def wall_day(wall: datetime | None) -> str:
    """The day of a wall time, as a date field takes it."""
    return f"{wall:%Y-%m-%d}" if wall else ""


@register.filter
def wall_clock(wall: datetime | None) -> str:
    """The clock of a wall time, as a time field takes it."""
    return f"{wall:%H:%M}" if wall else ""


@register.filter
def selfie_trouble(code: str) -> Promise:
    """Why a photo cannot come in."""
    return TROUBLES.get(code, TROUBLES["unreadable"])
