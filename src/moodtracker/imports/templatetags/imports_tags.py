"""Words of this room on pages."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moodtracker.imports.texts import KINDS

register = template.Library()
_UNKNOWN = _("파일")


@register.filter
def kind_name(kind: str) -> Promise:
    """The name of a format."""
    return KINDS.get(kind, _UNKNOWN)
