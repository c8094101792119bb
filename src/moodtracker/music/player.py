"""What the player in the browser is told of each piece, in the language of the page."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from moodtracker.music.recommend import Choice, CommonsFile, Recording, Work
from moodtracker.music.texts import composer_text, licence_text, reason_text, title_text

YOUTUBE_SEARCH = "https://www.youtube.com/results?"


@dataclass(frozen=True, slots=True)
class Source:
    """One way to hear a piece. `kind` is `youtube` (with `video`) or `audio` (with `urls`)."""

    kind: str
    video: str
    start: int
    urls: tuple[str, ...]
    page: str
    performer: str
    licence: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece as the player shows it; sources are tried in their order, then `search` is shown."""

    id: str
    title: str
    composer: str
    year: int
    minutes: str
    reason: str
    search: str
    sources: tuple[Source, ...]


def piece_of(choice: Choice) -> Piece:
    """The piece of a choice, with its sources: YouTube first, Wikimedia Commons after."""
    work = choice.work
    return Piece(
        id=work.id,
        title=title_text(work),
        composer=composer_text(work),
        year=work.year,
        minutes=f"{work.duration_s // 60}:{work.duration_s % 60:02d}",
        reason=reason_text(work, choice.reason),
        search=_search_url(work),
        sources=(
            *(_youtube(item) for item in work.recordings if item.playable),
            *(_audio(item) for item in work.files),
        ),
    )


def as_json(pieces: Sequence[Piece]) -> list[dict[str, Any]]:
    """The pieces as plain data for `json_script`."""
    return [asdict(piece) for piece in pieces]


def _search_url(work: Work) -> str:
    return YOUTUBE_SEARCH + urlencode({"search_query": f"{work.composer} {work.title}"})


def _youtube(item: Recording) -> Source:
    return Source("youtube", item.youtube_id, item.start_s, (), "", item.performer, "")


def _audio(item: CommonsFile) -> Source:
    licence = licence_text(item.licence)
    return Source("audio", "", 0, item.urls, item.page, item.performer, licence)
