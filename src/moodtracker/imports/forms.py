"""What people send about a file."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from moodtracker.core.time import zone_names
from moodtracker.diary.models import INTENSITIES, TagGroup
from moodtracker.emotions import CLASS_NAMES
from moodtracker.imports.choices import OUT, Chosen
from moodtracker.imports.formats.types import DateOrder
from moodtracker.imports.services import NewFile
from moodtracker.imports.summary import Summary

_LEVELS = {str(step) for step in INTENSITIES}


class AnswerForm(forms.Form):
    """Zone and order of dates."""

    zone = forms.ChoiceField(label=_("시간대"))
    date_order = forms.ChoiceField(
        required=False,
        choices=[
            (DateOrder.DAY_FIRST.value, _("일이 먼저 (3일 4월)")),
            (DateOrder.MONTH_FIRST.value, _("월이 먼저 (3월 4일)")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as Django calls it
        super().__init__(*args, **kwargs)
        zone = self.fields["zone"]
        assert isinstance(zone, forms.ChoiceField)
        current = self.initial.get("zone", "")
        names = zone_names()
        kept = (current,) if current and current not in names else ()
        zone.choices = [(name, name.replace("_", " ")) for name in (*kept, *names)]


def chosen_from(data: Mapping[str, str], summary: Summary) -> Chosen:
    """The mapping page's fields, by the place in the summary. What was not answered is missing."""
    chosen = Chosen(
        photos=data.get("photos", "keep") == "keep", bring_back=data.get("bring_back") == "on"
    )
    for place, mood in enumerate(summary.moods):
        name = data.get(f"mood-{place}", "")
        level = data.get(f"level-{place}", "")
        if name == OUT:
            chosen.moods[mood.key] = OUT
        elif name in CLASS_NAMES:
            known = level in _LEVELS
            chosen.moods[mood.key] = f"{name}:{level if known else ''}"
    for place, tag in enumerate(summary.tags):
        group = data.get(f"tag-{place}", OUT)
        chosen.tags[tag.key] = group if group in TagGroup.values else OUT
    return chosen


def announced_files(value: object) -> list[NewFile]:
    """Names and sizes as the page's script announces them. Raises TypeError for anything else."""
    if not isinstance(value, dict) or not isinstance(value.get("files"), list):
        raise TypeError("Files are announced as {files: [{name, size}]}.")
    files = []
    for item in value["files"]:
        name, size = item.get("name"), item.get("size")
        if not isinstance(name, str) or not isinstance(size, int) or isinstance(size, bool):
            raise TypeError("A file has a name and a size in bytes.")
        files.append(NewFile(name, size))
    return files
