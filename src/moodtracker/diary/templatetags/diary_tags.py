"""Entries on pages."""

import re
from collections.abc import Sequence
from datetime import datetime

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from moodtracker.diary.models import Entry
from moodtracker.diary.texts import INTENSITY_WORDS
from moodtracker.diary.wall_clock import on_wall
from moodtracker.music.recommend import Work
from moodtracker.music.selectors import catalogue
from moodtracker.music.texts import composer_text, title_text

register = template.Library()
EXCERPT = 160
_LEAD = 40  # signs before the first match of an excerpt


@register.filter
def wall_time(entry: Entry) -> datetime:
    """What the clock on the person's wall showed: naive, so that the page does not shift it."""
    return on_wall(entry.recorded_at, zone=entry.zone).replace(tzinfo=None)


@register.filter
def percent_words(percent: float) -> str:
    """One decimal; never 0 or 100, for no reading is that sure."""
    if percent < 0.1:
        return "<0.1%"
    if percent > 99.9:
        return ">99.9%"
    return f"{percent:.1f}%"


@register.filter
def has_photo(entry: Entry) -> bool:
    """Whether a photo was kept; asks nothing where the row came with the entry."""
    return hasattr(entry, "photo")


@register.filter
def whole(value: object) -> int | None:
    """The step that a form holds, as number or as it was sent."""
    text = str(value)
    return int(text) if text.isdecimal() and len(text) < 3 else None


@register.filter
def steps_up_to(intensity: int) -> range:
    """1…intensity, to draw as many drops."""
    return range(1, intensity + 1)


@register.filter
def intensity_words(intensity: int) -> str:
    """아주 조금 … 아주 크게."""
    return str(INTENSITY_WORDS[intensity])


@register.filter
def work_of_id(work_id: str) -> Work | None:
    """The piece of the catalogue; None for one that it has no more."""
    return catalogue().by_id.get(work_id)


@register.filter
def work_title(work: Work | None) -> str:
    """The title in the language of the page."""
    return title_text(work) if work else _("이제 목록에 없는 곡")


@register.filter
def work_composer(work: Work | None) -> str:
    """The composer in the language of the page."""
    return composer_text(work) if work else ""


@register.simple_tag
def marked(text: str, words: Sequence[str]) -> SafeString:
    """The text with the words that were looked for marked, whatever their case, and escaped."""
    if not words:
        return format_html("{}", text)
    # Split by one group, so every second piece is a match.
    pieces = _pattern(words).split(text)
    return format_html_join(
        "",
        "{}",
        ((format_html("<mark>{}</mark>", p) if n % 2 else p,) for n, p in enumerate(pieces)),
    )


@register.simple_tag
def marked_excerpt(text: str, words: Sequence[str]) -> SafeString:
    """About 160 signs of a note around the first match, marked."""
    found = _pattern(words).search(text) if words else None
    start = max(0, found.start() - _LEAD) if found and found.end() > EXCERPT else 0
    part = text[start : start + EXCERPT]
    before, after = "…" if start else "", "…" if start + EXCERPT < len(text) else ""
    return format_html("{}{}{}", before, marked(part, words), after)


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(f"({'|'.join(map(re.escape, longest_first))})", re.IGNORECASE)
