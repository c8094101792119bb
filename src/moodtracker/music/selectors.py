"""What is read from the catalogue, which is loaded once a process."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from moodtracker.emotions import Emotion
from moodtracker.music.recommend import (
    Catalogue,
    Choice,
    CommonsFile,
    Mood,
    Recording,
    parse_catalogue,
    recommend,
)

PIECES_OFFERED = 6


@dataclass(frozen=True, slots=True)
class ComposerCredit:
    """A composer with the titles of their works, both as (Korean, English)."""

    name_ko: str
    name: str
    titles: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FileCredit:
    """A Commons file with what its licence asks to be told."""

    file: str
    page: str
    performer: str
    licence: str


@dataclass(frozen=True, slots=True)
class Credits:
    """Everybody and everything that the catalogue owes something to."""

    composers: tuple[ComposerCredit, ...]
    performers: tuple[str, ...]
    commons: tuple[FileCredit, ...]
    lists: tuple[tuple[str, int], ...]
    atepp_count: int


@cache
def catalogue() -> Catalogue:
    """The catalogue of the package. Raises CatalogueError when the file breaks a rule."""
    text = files("moodtracker.music").joinpath("catalogue.json").read_text(encoding="utf-8")
    return parse_catalogue(text)


def pieces_for(
    *,
    probabilities: Sequence[float] | None,
    own_word: Emotion | None = None,
    seed: str,
    recent: Sequence[str] = (),
    count: int = PIECES_OFFERED,
) -> tuple[Choice, ...]:
    """The pieces that fit a mood, best first; the same for the same arguments.

    The person's own word wins over the probabilities, which are in the order of `emotions.ORDER`.
    `recent` are work ids heard lately. Raises ValueError when there is neither word nor reading.
    """
    mood = Mood.from_reading(probabilities=probabilities, own_word=own_word)
    return recommend(catalogue(), mood, seed=seed, recent=recent, count=count)


@cache
def credits_of_catalogue() -> Credits:
    """What the credits page lists, in alphabetical order."""
    works = catalogue().works
    composers = {work.composer: work.composer_ko for work in works}
    recordings = [item for work in works for item in work.recordings]
    commons = {item.file: item for work in works for item in work.files}
    items: list[Recording | CommonsFile] = [*recordings, *commons.values()]
    sources = [item.source for item in items]
    lists = {_list_name(source) for source in sources}
    return Credits(
        composers=tuple(
            ComposerCredit(
                name_ko,
                name,
                tuple((work.title_ko, work.title) for work in works if work.composer == name),
            )
            for name, name_ko in sorted(composers.items(), key=lambda pair: pair[0].split()[-1])
        ),
        performers=tuple(sorted({item.performer for item in items if item.performer})),
        commons=tuple(
            FileCredit(item.file, item.page, item.performer, item.licence)
            for item in sorted(commons.values(), key=lambda item: item.file)
        ),
        lists=tuple(
            (name, sum(_list_name(s) == name for s in sources))
            for name in sorted(lists, key=str.casefold)
        ),
        atepp_count=sum("ATEPP" in source for source in sources),
    )


def _list_name(source: str) -> str:
    """`github:owner/name@commit:path (…)` without commit and path."""
    return source.partition("@")[0].removeprefix("github:").split(":")[0]
