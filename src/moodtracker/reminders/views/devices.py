"""Devices that show notifications, and the button that tries them."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moodtracker.accounts.requests import person
from moodtracker.reminders import services
from moodtracker.reminders.errors import ReminderError
from moodtracker.reminders.forms import DeviceForm, NameForm
from moodtracker.reminders.models import PushDevice
from moodtracker.reminders.post import current_key


@login_required
@require_POST
def device_add(request: HttpRequest) -> HttpResponse:
    """A subscription from a script of ours: answers in JSON with a sentence."""
    form, key = DeviceForm(request.POST), current_key()
    if not form.is_valid() or key is None or form.cleaned_data["key"] != key.public:
        words = _("이 페이지를 새로 고친 뒤 다시 눌러 주세요.")
        return JsonResponse({"words": words}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    sent = form.cleaned_data
    try:
        services.device_add(
            owner=person(request),
            endpoint=sent["endpoint"],
            p256dh=sent["p256dh"],
            auth=sent["auth"],
            key_id=key.key_id,
            name=sent["name"] or _("이름 없는 기기"),
            replaces=sent["replaces"],
            now=timezone.now(),
        )
    except ReminderError as error:
        return JsonResponse({"words": str(error)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return JsonResponse({"words": _("이 기기에서 알림을 받아요.")})


@login_required
@require_POST
def device_remove(request: HttpRequest, device_id: uuid.UUID) -> HttpResponse:
    """Forget a device."""
    try:
        services.device_remove(owner=person(request), device_id=device_id)
    except PushDevice.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("기기를 지웠어요. 그 기기에는 더 보내지 않아요."))
    return redirect("reminders:index")


@login_required
@require_POST
def device_rename(request: HttpRequest, device_id: uuid.UUID) -> HttpResponse:
    """Call a device by another name."""
    form = NameForm(request.POST)
    try:
        if form.is_valid():
            name = form.cleaned_data["name"]
            services.device_rename(owner=person(request), device_id=device_id, name=name)
            messages.success(request, _("기기 이름을 바꿨어요."))
        else:
            PushDevice.objects.get(owner=person(request), id=device_id)
            messages.error(request, " ".join(map(str, form.errors["name"])))
    except PushDevice.DoesNotExist:
        raise Http404 from None
    return redirect("reminders:index")


@login_required
@require_POST
def try_push(request: HttpRequest) -> HttpResponse:
    """A test to every device, now."""
    try:
        tried = services.push_try(owner=person(request), now=timezone.now())
    except ReminderError as error:
        messages.error(request, str(error))
    else:
        messages.add_message(request, messages.SUCCESS if tried.ok else messages.ERROR, tried.words)
    return redirect("reminders:index")
