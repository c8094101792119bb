"""Emotions on pages, fields of forms, and messages that can be undone."""

from django import forms, template
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from moodtracker.core.flash import UNDO
from moodtracker.emotions import FACTS, Emotion

register = template.Library()
SIZES = ("s", "m", "l", "xl")


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
    if size not in SIZES:
        raise template.TemplateSyntaxError(f"A stamp's size is one of {SIZES}; got {size!r}.")
    facts = FACTS[Emotion(emotion)]
    context = {"facts": facts, "name": emotion_name(emotion), "size": size, "word": word}
    return SafeString(render_to_string("core/parts/emotion_mark.html", context).strip())


@register.filter
def words_id(field: forms.BoundField) -> str:
    """The id of the element that holds a field's errors and help."""
    return f"{field.auto_id or field.html_name}_words"


@register.filter
def wired(field: forms.BoundField) -> SafeString:
    """The field's control, tied to its errors and help."""
    attributes: dict[str, str | bool] = {}
    if field.help_text or field.errors:
        attributes["aria-describedby"] = words_id(field)
    return field.as_widget(attrs=attributes)


@register.filter
def is_checkbox(field: forms.BoundField) -> bool:
    """Whether the label stands after the control."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def undo_url(message: Message) -> str:
    """Where the act this message tells of is undone, or nothing."""
    for tag in (message.extra_tags or "").split():
        if tag.startswith(UNDO):
            return tag.removeprefix(UNDO)
    return ""
