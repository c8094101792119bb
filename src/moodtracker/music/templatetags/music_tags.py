"""`{% load music_tags %}`: the player for any page of any room."""

from collections.abc import Sequence
from typing import Any

from django import template

from moodtracker.emotions import Emotion
from moodtracker.music.player import as_json, piece_of
from moodtracker.music.selectors import pieces_for

register = template.Library()

LOAD_TIMEOUT_MS = 8000


@register.inclusion_tag("music/_player.html")
def music_player(
    *,
    probabilities: Sequence[float] | None = None,
    own_word: Emotion | str | None = None,
    seed: object,
    recent: Sequence[str] = (),
) -> dict[str, Any]:
    """A section with one fitting piece, why it was chosen, and a player; brings its CSS and JS.

    `probabilities` in the order of `emotions.ORDER`, None for an entry by hand; `own_word` the
    person's own word (an Emotion, its name, or empty), which wins. One of the two is needed.
    `seed` makes the choice: give what stays the same for the page, an entry's id, and a reload
    shows the same piece while its mood stays the same. `recent` are ids of works heard lately.
    The person's "다른 곡" goes through the next fitting pieces without a request. Nothing is asked
    of YouTube or Wikimedia before a press. One player a page.
    """
    word = Emotion(own_word) if own_word else None
    choices = pieces_for(
        probabilities=probabilities, own_word=word, seed=str(seed), recent=tuple(recent)
    )
    pieces = [piece_of(choice) for choice in choices]
    return {"piece": pieces[0], "pieces": as_json(pieces), "timeout_ms": LOAD_TIMEOUT_MS}
