"""The shipped catalogue keeps its rules, and a catalogue that breaks one is refused."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from importlib.resources import files
from typing import Any
from urllib.parse import unquote

import pytest

from moodtracker.emotions import ORDER, Emotion
from moodtracker.music.recommend import CatalogueError, Mode, Scope, Work, parse_catalogue
from moodtracker.music.recommend.works import Pace
from moodtracker.music.selectors import catalogue

TEXT = files("moodtracker.music").joinpath("catalogue.json").read_text(encoding="utf-8")
WORKS = catalogue().works
# Six bits a digit: 64 bits fill ten digits and four bits more, so the last two bits are zero.
BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def one_work(**changes: Any) -> str:
    document = json.loads(TEXT)
    document["works"] = [document["works"][0] | changes]
    return json.dumps(document)


def video(**changes: Any) -> dict[str, Any]:
    return {"id": "0C_DzcWw1Us", "scope": "this_movement", "source": "a list"} | changes


def test_the_catalogue_holds_120_works_each_under_one_id() -> None:
    assert len(WORKS) == 120
    assert catalogue().by_id == {work.id: work for work in WORKS}


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.id)
def test_a_work_is_whole(work: Work) -> None:
    assert all((work.title, work.title_ko, work.composer, work.composer_ko))
    assert 1600 < work.year < 1950
    assert 30 <= work.bpm <= 220
    assert 20 <= work.duration_s <= 3600
    assert -1 <= work.valence <= 1
    assert -1 <= work.arousal <= 1
    assert set(work.emotions) <= set(ORDER)
    assert len(set(work.emotions)) == len(work.emotions) > 0
    assert len(work.keywords) == len(work.keywords_ko) > 0


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.id)
def test_every_source_has_the_form_of_a_real_one(work: Work) -> None:
    for recording in work.recordings:
        digits = [BASE64URL.index(digit) for digit in recording.youtube_id]
        assert len(digits) == 11
        assert digits[-1] % 4 == 0
    for file in work.files:
        address, mp3 = file.urls
        start = "https://upload.wikimedia.org/wikipedia/commons/"
        first, pair, name = unquote(address.removeprefix(start)).split("/", 2)
        digest = hashlib.md5(name.encode()).hexdigest()
        assert (first, pair) == (digest[0], digest[:2])
        assert mp3.startswith(f"{start}transcoded/{first}/{pair}/")
        assert mp3.endswith(".mp3")
        assert " " not in address


def test_recordings_of_the_movement_itself_come_first() -> None:
    order = list(Scope)
    for work in WORKS:
        places = [order.index(recording.scope) for recording in work.recordings]
        assert places == sorted(places)


def test_every_emotion_has_many_works_that_can_be_played() -> None:
    counts = Counter(emotion for work in WORKS if work.playable for emotion in work.emotions)
    assert set(counts) == set(ORDER)
    assert min(counts.values()) >= 20


def test_mode_and_pace_are_read_off_key_and_tempo() -> None:
    assert catalogue().by_id["chopin-etude-op10-12-revolutionary"].mode is Mode.MINOR
    assert catalogue().by_id["chopin-etude-op10-12-revolutionary"].pace is Pace.FAST
    assert {work.mode for work in WORKS if "–" in work.key} == {Mode.MIXED}
    assert {work.pace for work in WORKS} == set(Pace)


def test_the_affect_rule_gives_the_stated_places_of_minor_works_below_major_ones() -> None:
    def mean_valence(mode: Mode) -> float:
        values = [work.valence for work in WORKS if work.mode is mode]
        return sum(values) / len(values)

    assert mean_valence(Mode.MINOR) < -0.2 < 0.2 < mean_valence(Mode.MAJOR)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (lambda: "{", "has to be JSON"),
        (lambda: "[]", "schema 1; got 'list'"),
        (lambda: '{"schema": 2}', "schema 1; got 2"),
        (lambda: one_work(id="Für Elise"), "small letters"),
        (lambda: one_work(title=" "), "title is a text"),
        (lambda: one_work(key="C"), "major, minor"),
        (lambda: one_work(valence=1.2), "valence lies in"),
        (lambda: one_work(emotions=["hurt"]), "an emotion is one of"),
        (lambda: one_work(emotions=[]), "at least one emotion"),
        (lambda: one_work(forces="kazoo"), "'kazoo' is not a valid Forces"),
        (lambda: one_work(year="once"), "of its type"),
        (lambda: one_work(youtube=[], commons=[]), "at least one source"),
        (lambda: one_work(youtube=[video(id="0C_DzcWw1UB")]), "last; got '0C_DzcWw1UB'"),
        (lambda: one_work(youtube=[video(id="0C_DzcWw1U")]), "YouTube id is 11"),
        (lambda: one_work(youtube=[video(scope="somewhere")]), "'somewhere' is not a valid Scope"),
        (lambda: one_work(youtube=[video(start_s=9)]), "start_s is given with"),
        (lambda: one_work(youtube=[video(scope="whole_work_with_offset")]), "start_s is given"),
        (
            lambda: one_work(
                commons=[
                    {
                        "file": "A b.ogg",
                        "upload_path": "0/00/A_b.ogg",
                        "licence": "PD",
                        "source": "x",
                    }
                ]
            ),
            "name's MD5",
        ),
    ],
)
def test_a_broken_catalogue_is_refused_with_the_rule_and_what_came(
    text: Callable[[], str], said: str
) -> None:
    with pytest.raises(CatalogueError) as caught:
        parse_catalogue(text())
    assert said in str(caught.value)


def test_a_missing_field_and_a_work_that_stands_twice_are_named() -> None:
    document = json.loads(TEXT)
    del document["works"][3]["composer_ko"]
    with pytest.raises(CatalogueError, match=document["works"][3]["id"]):
        parse_catalogue(json.dumps(document))
    document = json.loads(TEXT)
    document["works"].append(document["works"][0])
    with pytest.raises(CatalogueError, match=r"twice: .*revolutionary"):
        parse_catalogue(json.dumps(document))


def test_the_emotions_lie_where_their_works_lie() -> None:
    """Anger's works are louder and darker than sadness's, happiness's are the brightest."""

    def centre(emotion: Emotion) -> tuple[float, float]:
        meant = [work for work in WORKS if emotion in work.emotions]
        return (
            sum(work.valence for work in meant) / len(meant),
            sum(work.arousal for work in meant) / len(meant),
        )

    assert centre(Emotion.HAPPY)[0] == max(centre(emotion)[0] for emotion in ORDER)
    assert centre(Emotion.ANGER)[1] == max(centre(emotion)[1] for emotion in ORDER)
    assert centre(Emotion.SAD)[1] == min(centre(emotion)[1] for emotion in ORDER)
