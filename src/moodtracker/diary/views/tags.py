"""The page where a person keeps their tags in order."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moodtracker.accounts.requests import person
from moodtracker.diary import selectors, services
from moodtracker.diary.errors import DiaryError
from moodtracker.diary.forms import TagForm
from moodtracker.diary.models import Tag, TagGroup


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tags(request: HttpRequest) -> HttpResponse:
    """All tags by group; a new one is made here too."""
    if request.method != "POST":
        return _tags_page(request, TagForm())
    form = TagForm(request.POST)
    if not form.is_valid():
        return _tags_page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    new = form.new
    try:
        services.tag_get_or_create(
            owner=person(request), group=new.group, name=new.name, emoji=new.emoji
        )
    except DiaryError as error:
        form.add_error(None, str(error))
        return _tags_page(request, form, error.status)
    return redirect("diary:tags")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tag(request: HttpRequest, tag_id: uuid.UUID) -> HttpResponse:
    """One tag: its name, emoji and group; merging, hiding and deleting stand below."""
    found = _tag_or_404(request, tag_id)
    if request.method != "POST":
        initial = {"name": found.name, "emoji": found.emoji, "group": found.group}
        return _tag_page(request, found, TagForm(initial=initial))
    form = TagForm(request.POST)
    if not form.is_valid():
        return _tag_page(request, found, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        services.tag_edit(owner=person(request), tag_id=tag_id, new=form.new)
    except DiaryError as error:
        form.add_error(None, str(error))
        return _tag_page(request, found, form, error.status)
    return redirect("diary:tags")


@login_required
@require_POST
def tag_move(request: HttpRequest, tag_id: uuid.UUID) -> HttpResponse:
    """One place up or down within its group."""
    found = _tag_or_404(request, tag_id)
    steps = -1 if request.POST.get("way") == "up" else 1
    services.tag_move(owner=person(request), tag_id=found.id, steps=steps)
    return redirect("diary:tags")


@login_required
@require_POST
def tag_hide(request: HttpRequest, tag_id: uuid.UUID) -> HttpResponse:
    """Offer it no more, or again."""
    found = _tag_or_404(request, tag_id)
    hidden = request.POST.get("hidden") == "1"
    services.tag_hide(owner=person(request), tag_id=found.id, hidden=hidden)
    return redirect("diary:tags")


@login_required
@require_POST
def tag_merge(request: HttpRequest, tag_id: uuid.UUID) -> HttpResponse:
    """Into another tag; every entry keeps one of the two."""
    found = _tag_or_404(request, tag_id)
    into = _tag_or_404(request, _uuid_or_404(request.POST.get("into", "")))
    services.tags_merge(owner=person(request), tag_id=found.id, into_id=into.id)
    messages.success(
        request, _("‘%(one)s’ 태그를 ‘%(into)s’에 합쳤어요.") % {"one": found, "into": into}
    )
    return redirect("diary:tags")


@login_required
@require_POST
def tag_delete(request: HttpRequest, tag_id: uuid.UUID) -> HttpResponse:
    """For good; the page has asked before."""
    found = _tag_or_404(request, tag_id)
    services.tag_delete(owner=person(request), tag_id=found.id)
    messages.success(request, _("‘%(name)s’ 태그를 지웠어요.") % {"name": found})
    return redirect("diary:tags")


def _tag_or_404(request: HttpRequest, tag_id: uuid.UUID) -> Tag:
    try:
        return selectors.tag_get(owner=person(request), tag_id=tag_id)
    except Tag.DoesNotExist:
        raise Http404 from None


def _uuid_or_404(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404 from None


def _tags_page(request: HttpRequest, form: TagForm, status: int = HTTPStatus.OK) -> HttpResponse:
    mine = selectors.tags_with_use(owner=person(request))
    rows = [(group, [each for each in mine if each.group == group]) for group in TagGroup]
    context = {
        "rows": [(group, line) for group, line in rows if line],
        "form": form,
        "groups": TagGroup.choices,
        "limit": services.MAX_TAGS,
        "count": len(mine),
    }
    return render(request, "diary/tags.html", context, status=status)


def _tag_page(
    request: HttpRequest, tag: Tag, form: TagForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    mine = selectors.tags_with_use(owner=person(request))
    (this,) = (each for each in mine if each.id == tag.id)
    others = [
        (group, [each for each in mine if each.group == group and each.id != tag.id])
        for group in TagGroup
    ]
    context = {
        "tag": this,
        "form": form,
        "groups": TagGroup.choices,
        "others": [(group, line) for group, line in others if line],
    }
    return render(request, "diary/tag.html", context, status=status)
