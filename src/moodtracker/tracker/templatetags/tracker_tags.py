"""`{% load tracker_tags %}`: the strip for any page of a person."""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext

from moodtracker.accounts.models import User
from moodtracker.tracker import selectors

register = template.Library()


@register.inclusion_tag("tracker/_strip.html", takes_context=True)
def mood_strip(context: template.Context) -> dict[str, Any]:
    """Today, yesterday and a month ago of the person who is signed in, in their zone.

    Two queries. Brings its own CSS. Shows nothing when nobody is signed in.
    """
    user = context.get("user")
    if not isinstance(user, User):
        return {"days": ()}
    strip = selectors.strip(owner=user, today=timezone.localdate())
    return {
        "days": (
            (gettext("오늘"), strip.today),
            (gettext("어제"), strip.yesterday),
            (gettext("한 달 전"), strip.month_ago),
        )
    }
