"""The tags that a file needs, made before its entries."""

import uuid

from django.db import transaction

from moodtracker.diary.errors import DiaryError
from moodtracker.diary.models import Tag
from moodtracker.diary.services import tag_get_or_create
from moodtracker.imports.choices import Chosen
from moodtracker.imports.models import ImportedTag, ImportRun
from moodtracker.imports.summary import Summary


def tags_ready(*, run: ImportRun, chosen: Chosen) -> dict[str, uuid.UUID]:
    """Tag key → the diary's tag. New ones are noted as this run's; those that the diary does not
    take (its 201st) stay out.
    """
    found: dict[str, uuid.UUID] = {}
    for tag in Summary.from_json(run.summary).tags:
        group = chosen.group(tag.key)
        if group is None:
            continue
        with transaction.atomic():
            had = set(Tag.objects.filter(owner=run.owner, group=group).values_list("id", flat=True))
            try:
                made = tag_get_or_create(owner=run.owner, group=group, name=tag.name)
            except DiaryError:
                continue
            if made.id not in had:
                ImportedTag.objects.create(run=run, tag=made)
            found[tag.key] = made.id
    return found
