"""A message on the next page that carries a way back."""

from django.contrib import messages
from django.http import HttpRequest

UNDO = "undo:"


def flash_with_undo(request: HttpRequest, text: str, *, undo_url: str) -> None:
    """Say `text` on the next page, beside a button that posts to `undo_url` (a path of ours)."""
    if not undo_url.startswith("/") or undo_url.startswith("//") or " " in undo_url:
        raise ValueError(f"An undo address is a path of this site; got {undo_url!r}.")
    messages.success(request, text, extra_tags=f"{UNDO}{undo_url}")
