"""A message can carry the way back, and only to an address of this site."""

import pytest
from django.contrib.messages.storage.base import Message
from django.test import RequestFactory

from moodtracker.core.flash import flash_with_undo
from moodtracker.core.templatetags.mood import undo_url


def test_the_way_back_is_read_from_the_message() -> None:
    assert undo_url(Message(25, "지웠어요", extra_tags="undo:/diary/7/restore/")) == (
        "/diary/7/restore/"
    )
    assert undo_url(Message(25, "저장했어요")) == ""


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "x", "/a b/"])
def test_an_address_elsewhere_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="a path of this site"):
        flash_with_undo(RequestFactory().get("/"), "지웠어요", undo_url=address)
