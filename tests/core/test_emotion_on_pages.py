"""A stamp tells its emotion by shape and by name, never by colour alone."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from moodtracker.core.templatetags.mood import emotion_mark, emotion_name
from moodtracker.emotions import FACTS, Emotion


@pytest.mark.parametrize("emotion", list(Emotion))
def test_a_stamp_alone_carries_its_name_for_screen_readers(emotion: Emotion) -> None:
    mark = emotion_mark(emotion)
    assert 'role="img"' in mark
    assert f'aria-label="{FACTS[emotion].ko}"' in mark
    assert f"mood-{emotion}" in mark


def test_every_emotion_has_its_own_drawing() -> None:
    drawings = {emotion_mark(e).split('class="seal"')[1].split("/>")[0] for e in Emotion}
    assert len(drawings) == len(Emotion)


def test_with_the_word_the_drawing_is_silent() -> None:
    mark = emotion_mark("happy", "l", word=True)
    assert 'aria-hidden="true"' in mark
    assert "aria-label" not in mark
    assert ">기쁨</span>" in mark


def test_the_name_follows_the_language_of_the_page() -> None:
    with translation.override("en"):
        assert emotion_name("sad") == "sadness"
        assert 'aria-label="sadness"' in emotion_mark("sad")
    assert emotion_name("sad") == "슬픔"


def test_it_is_used_from_templates() -> None:
    template = Template('{% load mood %}{% emotion_mark who "s" word=True %}{{ who|emotion_name }}')
    assert "불안" in template.render(Context({"who": "unrest"}))


def test_an_unknown_emotion_or_size_is_an_error() -> None:
    with pytest.raises(ValueError, match="hurt"):
        emotion_mark("hurt")
    with pytest.raises(TemplateSyntaxError, match="one of"):
        emotion_mark("happy", "huge")
