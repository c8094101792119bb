"""Leaving: what goes, the export first, the password and a word; then the receipt."""

import uuid
from http import HTTPStatus

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from moodtracker.accounts.requests import person
from moodtracker.exports import selectors, services
from moodtracker.exports.forms import LeaveForm, leaving_word
from moodtracker.exports.views.shared import ask_again, has_just_proved, proof_address


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Explains, asks twice, and deletes everything."""
    form = LeaveForm(request.POST or None)
    if request.method == "POST":
        if not has_just_proved(request):
            return ask_again(reverse("leaving:leave"))
        if form.is_valid():
            receipt = services.person_leave(user=person(request), now=timezone.now())
            logout(request)
            response = redirect("leaving:receipt", receipt.id)
            # Drafts and pages that the browser keeps for use without a connection.
            response["Clear-Site-Data"] = '"cache", "storage"'
            return response
    context = {
        "form": form,
        "word": leaving_word(),
        "contents": selectors.archive_contents(owner=person(request)),
        "proved": has_just_proved(request),
        "proof": proof_address(reverse("leaving:leave")),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "exports/leave.html", context, status=status)


@require_safe
def receipt(request: HttpRequest, receipt_id: uuid.UUID) -> HttpResponse:
    """What was deleted; whoever has the number may see it, and it names nobody."""
    found = selectors.receipt_get(receipt_id=receipt_id)
    if found is None:
        raise Http404
    return render(request, "exports/receipt.html", {"receipt": found})
