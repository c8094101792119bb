"""Material → the document: what is said, in which order, in one language."""

from django.utils.translation import gettext as _

from moodtracker.paper.blocks import Document, Section
from moodtracker.tracker.reports import wording
from moodtracker.tracker.reports.chapters import days, method, opening, patterns
from moodtracker.tracker.reports.material import Material


def tell(told: Material) -> Document:
    """The report in the language that is active, ready to be shown or set."""
    return Document(
        title=_("마음 보고서"),
        subject=told.wanted.period.label(told.wanted.language),
        made=wording.long_date(told.today),
        sections=tuple(_sections(told)),
        language=told.wanted.language,
    )


def _sections(told: Material) -> list[Section]:
    return [
        opening.summary(told),
        opening.shares(told),
        opening.calendar(told),
        patterns.course(told),
        patterns.week(told),
        *patterns.before(told),
        patterns.together(told),
        *patterns.music(told),
        *days.standout(told),
        *days.notes(told),
        *days.photos(told),
        patterns.model(told),
        method.method(),
    ]
