"""Emotions on pages: their name in the reader's language and their stamp."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from moodtracker.emotions import FACTS, Emotion

register = template.Library()


@register.filter
def emotion_name(emotion: str) -> str:
    """The name in the language of the page: 기쁨, happiness."""
    facts = FACTS[Emotion(emotion)]
    return facts.ko if (get_language() or "ko").startswith("ko") else facts.en


@register.simple_tag
def emotion_mark(emotion: str, size: str = "m", *, word: bool = False) -> SafeString:
    """The stamp of an emotion as inline SVG, `size` one of s, m, l, xl. With `word` the name
    stands beside it; without, the picture itself carries the name for screen readers.
    """
    facts = FACTS[Emotion(emotion)]
    context = {"facts": facts, "name": emotion_name(emotion), "size": size, "word": word}
    return SafeString(render_to_string("core/parts/emotion_mark.html", context))
