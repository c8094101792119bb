"""Finding entries again."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from moodtracker.accounts.requests import person
from moodtracker.core.templatetags.mood import emotion_name
from moodtracker.diary import selectors
from moodtracker.diary.forms import FindForm
from moodtracker.diary.models import Tag, TagGroup
from moodtracker.diary.search import Filter, entries_found
from moodtracker.diary.texts import SOURCE_WORDS
from moodtracker.emotions import ORDER

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that narrows the search; `url` is the same search without it."""

    label: str
    emoji: str
    url: str


@login_required
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Words, ticks and dates in the address; results newest first."""
    user = person(request)
    form = FindForm(request.GET)
    wanted = form.wanted
    tags = selectors.tags_of_owner(owner=user, hidden=True)
    found = entries_found(owner=user, wanted=wanted, tags=tags, after=form.start)
    chosen = set(wanted.tags)
    context = {
        "form": form,
        "wanted": wanted,
        "found": found,
        "chips": _chips(wanted, tags),
        "emotions": ORDER,
        "sources": SOURCE_WORDS,
        "rows": [
            (group, line)
            for group in TagGroup
            if (line := [tag for tag in tags if tag.group == group])
        ],
        "chosen": chosen,
        "narrowed": wanted != Filter(words=wanted.words),
        "more": _address([*_pairs(wanted), ("after", str(found.more))]) if found.more else "",
        "newest": _address(_pairs(wanted)) if form.start else "",
    }
    return render(request, "diary/find.html", context)


def _pairs(wanted: Filter) -> list[Pair]:
    """The search as it stands in an address."""
    pairs = [("q", " ".join(wanted.words))] if wanted.words else []
    pairs += [("mood", mood) for mood in wanted.moods]
    pairs += [("tag", str(tag)) for tag in wanted.tags]
    pairs += [("source", source) for source in wanted.sources]
    pairs += [("photo", "1")] if wanted.photo else []
    pairs += [("note", "1")] if wanted.note else []
    pairs += [("first", wanted.first.isoformat())] if wanted.first else []
    pairs += [("last", wanted.last.isoformat())] if wanted.last else []
    return pairs


def _address(pairs: list[Pair]) -> str:
    place = reverse("diary:find")
    return f"{place}?{urlencode(pairs)}" if pairs else place


def _chips(wanted: Filter, tags: list[Tag]) -> list[Chip]:
    pairs = _pairs(wanted)
    known = {str(tag.id): tag for tag in tags}
    chips = []
    for pair in pairs:
        label, emoji = _label(pair, known)
        if label:
            chips.append(Chip(label, emoji, _address([each for each in pairs if each != pair])))
    return chips


def _label(pair: Pair, tags: dict[str, Tag]) -> Pair:
    """The words of a chip, and a tag's emoji; none for what has no chip of its own."""
    name, value = pair
    if name == "mood":
        return emotion_name(value), ""
    if name == "tag":
        tag = tags.get(value)
        return (tag.name, tag.emoji) if tag else (_("없는 태그"), "")
    if name == "source":
        return str(SOURCE_WORDS[value]), ""
    words = {
        "q": f"“{value}”",
        "photo": _("사진 있는 기록"),
        "note": _("메모 있는 기록"),
        "first": _("%(day)s부터") % {"day": value},
        "last": _("%(day)s까지") % {"day": value},
    }
    return words[name], ""
