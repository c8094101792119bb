"""What a person reads of the music: the reason, the player's markup, the credits."""

import json
import re
from typing import Any

import html5lib
import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from moodtracker.accounts.models import User
from moodtracker.emotions import FACTS, ORDER, Emotion
from moodtracker.music.player import piece_of
from moodtracker.music.recommend import Choice, Forces, Mode, Reason, Work
from moodtracker.music.recommend.works import Pace
from moodtracker.music.selectors import catalogue, credits_of_catalogue, pieces_for
from moodtracker.music.texts import licence_text, reason_text

SAD = (0.05, 0.03, 0.02, 0.18, 0.62, 0.10)


def work_like(*, pace: Pace, mode: Mode, forces: str = "piano") -> Work:
    return next(
        work
        for work in catalogue().works
        if (work.pace, work.mode, work.forces) == (pace, mode, forces)
    )


def reason(*emotions: tuple[Emotion, float], own_word: bool = False) -> Reason:
    return Reason(emotions, own_word, match=0.9, nearness=0.8, own_recording=True)


def render_player(**context: Any) -> str:
    named = " ".join(f"{name}={name}" for name in context)
    source = "{% load music_tags %}{% music_player " + named + " %}"
    return Template(source).render(Context(context))


def pieces_in(page: str) -> list[dict[str, Any]]:
    found = re.search(
        r'<script id="music-player-pieces" type="application/json">(.*?)</script>', page, re.DOTALL
    )
    assert found
    pieces: list[dict[str, Any]] = json.loads(found[1])
    return pieces


@pytest.mark.parametrize(
    ("pace", "mode", "given", "sentence"),
    [
        (
            Pace.SLOW,
            Mode.MINOR,
            reason((Emotion.SAD, 0.62)),
            "슬픔 62%에 어울리는 느린 단조 피아노 곡이에요",
        ),
        (
            Pace.FAST,
            Mode.MAJOR,
            reason((Emotion.HAPPY, 0.504), (Emotion.EMBARRASSMENT, 0.3)),
            "기쁨 50%와 당황 30%에 함께 어울리는 빠른 장조 피아노 곡이에요",
        ),
        (
            Pace.MODERATE,
            Mode.MINOR,
            reason((Emotion.UNREST, 1.0), own_word=True),
            "직접 고른 불안에 어울리는 보통 빠르기의 단조 피아노 곡이에요",
        ),
        (
            Pace.FAST,
            Mode.MIXED,
            reason(),
            "지금 마음의 결에 가까운 장조와 단조를 오가는 빠른 피아노 곡이에요",
        ),
    ],
)
def test_the_reason_is_said_in_korean(pace: Pace, mode: Mode, given: Reason, sentence: str) -> None:
    with override("ko"):
        assert reason_text(work_like(pace=pace, mode=mode), given) == sentence


def test_every_choice_is_explained_by_its_own_terms() -> None:
    with override("ko"):
        for seed in range(30):
            for choice in pieces_for(probabilities=SAD, seed=str(seed)):
                text = reason_text(choice.work, choice.reason)
                for emotion, share in zip(ORDER, SAD, strict=True):
                    said = f"{FACTS[emotion].ko} {share:.0%}" in text
                    assert said == (share >= 0.15 and emotion in choice.work.emotions)


def test_the_player_shows_a_piece_and_asks_no_other_host() -> None:
    page = render_player(probabilities=SAD, seed="entry 1")
    document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(
        f"<!doctype html><html lang='ko'><head><title>.</title></head><body>{page}</body></html>"
    )
    for name in ("iframe", "audio", "img"):
        assert document.find(f".//{name}") is None
    loaded = [tag.get("src") for tag in document.iter("script") if tag.get("src")]
    loaded += [tag.get("href") for tag in document.iter("link")]
    assert loaded
    assert all(address.startswith("/static/music/") for address in loaded)
    pieces = pieces_in(page)
    assert len(pieces) == 6
    assert pieces[0]["title"] in page.replace("&#x27;", "'").replace("&quot;", '"')


def test_the_same_seed_shows_the_same_pieces_after_a_reload() -> None:
    once = pieces_in(render_player(probabilities=SAD, seed="entry 1"))
    assert once == pieces_in(render_player(probabilities=SAD, seed="entry 1"))
    firsts = {
        pieces_in(render_player(probabilities=SAD, seed=number))[0]["id"] for number in range(20)
    }
    assert len(firsts) > 5


def test_an_entry_by_hand_has_no_probabilities_and_still_gets_music() -> None:
    page = render_player(probabilities=None, own_word="happy", seed="entry 1")
    assert "직접 고른 기쁨에" in pieces_in(page)[0]["reason"]


def test_recent_works_are_left_out() -> None:
    first = pieces_in(render_player(probabilities=SAD, seed="entry 1"))[0]["id"]
    later = pieces_in(render_player(probabilities=SAD, seed="entry 1", recent=[first]))
    assert first not in [piece["id"] for piece in later]


def test_sources_go_from_youtube_to_commons_and_skip_movements_at_an_unknown_place() -> None:
    offsets = [
        (work, item)
        for work in catalogue().works
        for item in work.recordings
        if item.scope == "whole_work_with_offset"
    ]
    work, recording = offsets[0]
    sources = piece_of(Choice(work, reason((work.emotions[0], 1.0)), 1.0)).sources
    assert [s.start for s in sources if s.video == recording.youtube_id] == [recording.start_s]
    for each in catalogue().works:
        piece = piece_of(Choice(each, reason((each.emotions[0], 1.0)), 1.0))
        kinds = [source.kind for source in piece.sources]
        assert kinds == sorted(kinds, reverse=True)
        unknown = {r.youtube_id for r in each.recordings if r.scope == "whole_work"}
        assert not unknown & {source.video for source in piece.sources}
        assert piece.search.startswith("https://www.youtube.com/results?search_query=")


def test_a_licence_is_named_beside_the_player() -> None:
    named = {licence_text(item.licence) for work in catalogue().works for item in work.files}
    assert named == {
        "퍼블릭 도메인",
        "라이선스는 파일 페이지에 있어요",
        "CC0",
        "CC0 1.0",
        "CC0 / public domain",
        "CC BY 3.0",
        "CC BY-SA 2.0",
        "CC BY-SA 2.5",
        "CC BY-SA 3.0",
    }


def test_credits_name_every_composer_performer_and_file_and_give_atepp_its_due(
    client: Client, db: None
) -> None:
    answer = client.get(reverse("music:credits"))
    page = answer.content.decode()
    html5lib.HTMLParser(strict=True).parse(page)
    assert "ATEPP" in page
    assert "https://creativecommons.org/licenses/by/4.0/" in page
    shown = credits_of_catalogue()
    assert len(shown.composers) == 33
    assert sum(len(composer.titles) for composer in shown.composers) == 120
    assert shown.atepp_count == 215
    for work in catalogue().works:
        assert work.composer_ko in page
        for file in work.files:
            assert file.page.replace("'", "&#x27;") in page
    for name in ("Vladimir Ashkenazy", "Donald Betts (Musopen)", "Glenn Gould"):
        assert name in page


def test_music_for_a_mood_needs_an_account_and_a_known_mood(
    client: Client, hana_client: Client
) -> None:
    address = reverse("music:for_mood", args=["sad"])
    assert client.get(address).status_code == 302
    answer = hana_client.get(address)
    html5lib.HTMLParser(strict=True).parse(answer.content.decode())
    assert "직접 고른 슬픔에" in answer.content.decode()
    assert hana_client.get(reverse("music:for_mood", args=["hurt"])).status_code == 404
    assert hana_client.post(address).status_code == 405
    assert f'href="{address}"' in hana_client.get(reverse("music:credits")).content.decode()
    assert f'href="{address}"' not in client.get(reverse("music:credits")).content.decode()


def test_the_catalogue_is_loaded_once_and_no_table_is_asked() -> None:
    """Without the `db` fixture, any query would raise."""
    assert catalogue() is catalogue()
    assert pieces_for(probabilities=SAD, seed="no table is asked")


def test_the_reason_is_said_in_english() -> None:
    with override("en"):
        assert (
            reason_text(work_like(pace=Pace.SLOW, mode=Mode.MINOR), reason((Emotion.SAD, 0.62)))
            == "Slow piano music in a minor key, for sadness 62%"
        )
        assert (
            reason_text(
                work_like(pace=Pace.FAST, mode=Mode.MAJOR, forces="orchestra"),
                reason((Emotion.HAPPY, 1.0), own_word=True),
            )
            == "Fast orchestral music in a major key, for the happiness you named"
        )
        for forces in Forces:
            work = next(each for each in catalogue().works if each.forces is forces)
            text = reason_text(work, reason((Emotion.SAD, 0.3), (Emotion.UNREST, 0.2)))
            assert text.isascii()
            assert "for sadness 30% together with anxiety 20%" in text


def test_an_english_page_has_english_titles(hana: User, hana_client: Client) -> None:
    hana.language = "en"
    hana.save()
    page = hana_client.get(reverse("music:for_mood", args=["sad"])).content.decode()
    first = pieces_in(page)[0]
    work = catalogue().by_id[first["id"]]
    assert (first["title"], first["composer"]) == (work.title, work.composer)
    assert "Another piece" in page
    credit = hana_client.get(reverse("music:credits")).content.decode()
    assert "215 recordings were found in the ATEPP dataset." in credit
