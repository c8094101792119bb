"""The days themselves: those that stand out, the notes, the photos."""

from collections.abc import Iterator
from itertools import groupby

from django.utils.translation import gettext as _

from moodtracker.core.templatetags.mood import emotion_name
from moodtracker.paper.blocks import Block, Paragraph, Picture, Section, Table
from moodtracker.tracker import figures
from moodtracker.tracker.reports import wording
from moodtracker.tracker.reports.blocks import Day, Diary, Note, Photo, Photos
from moodtracker.tracker.reports.material import Material
from moodtracker.tracker.reports.options import Notes
from moodtracker.tracker.reports.selectors import DayFound, NoteFound, standout_days


def standout(told: Material) -> Iterator[Section]:
    """The heaviest and the brightest days."""
    heavy, bright = standout_days(told.days)
    rows = [*_rows(_("무거운 날"), heavy), *_rows(_("가벼운 날"), bright)]
    if not rows:
        return
    head = (_("날"), _("쪽"), _("감정"), _("하루 기분"), _("기록"))
    table = Table(_("하루 기분이 끝에 있던 날"), head, tuple(rows))
    yield Section("standout", _("눈에 띄는 날"), (table,))


def notes(told: Material) -> Iterator[Section]:
    """What the person wrote, day by day."""
    if not told.notes:
        return
    days = tuple(
        Day(wording.day_name(day), tuple(_note(one) for one in group))
        for day, group in groupby(told.notes, key=lambda one: one.day)
    )
    blocks: list[Block] = []
    if told.wanted.notes is Notes.STANDOUT:
        blocks.append(Paragraph(_("눈에 띄는 날에 적은 메모만 골랐어요.")))
    blocks.append(Diary(days))
    if told.left_out:
        words = _(
            "메모가 많아서 뒤의 %(n)s개는 싣지 않았어요. 더 짧은 기간으로 만들면 모두 실려요."
        )
        blocks.append(Paragraph(words % {"n": f"{told.left_out:,}"}, tone="note"))
    yield Section("notes", _("적은 이야기"), tuple(blocks))


def photos(told: Material) -> Iterator[Section]:
    """Small pictures, where the person wants them."""
    if not told.photos:
        return
    shown = tuple(
        Photo(
            Picture(
                jpeg,
                _("%(day)s의 사진, %(mood)s")
                % {"day": wording.day_name(one.day), "mood": emotion_name(one.mood)},
                f"{wording.day_name(one.day)} {one.clock}",
            ),
            one.mood.value,
        )
        for one, jpeg in told.photos
    )
    blocks: list[Block] = [Photos(shown)]
    if len(shown) < told.photo_count:
        words = _("사진 %(all)s장 가운데 %(n)s장을 기간에 고르게 뽑았어요.")
        blocks.append(Paragraph(words % {"all": f"{told.photo_count:,}", "n": len(shown)}))
    yield Section("photos", _("사진"), tuple(blocks))


def _rows(side: str, days: tuple[DayFound, ...]) -> Iterator[tuple[str, ...]]:
    for day in days:
        yield (
            wording.long_date(day.date),
            side,
            wording.moods_of(day.moods[:2]),
            figures.signed(day.valence, 2),
            f"{day.count}",
        )


def _note(found: NoteFound) -> Note:
    paragraphs = tuple(line.strip() for line in found.text.splitlines() if line.strip())
    word = emotion_name(found.mood)
    if not found.own:
        word = _("%(mood)s (모델)") % {"mood": word}
    return Note(found.clock, found.mood.value, word, paragraphs, found.tags)
