"""docs/music.md says what catalogue and code hold."""

import json
import re
from math import tanh
from pathlib import Path

from moodtracker.music.recommend import Forces, Scope, choice, works
from moodtracker.music.selectors import catalogue
from moodtracker.music.templatetags.music_tags import LOAD_TIMEOUT_MS

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs/music.md").read_text(encoding="utf-8")
FLAT = " ".join(TEXT.split())
FILE = json.loads((ROOT / "src/moodtracker/music/catalogue.json").read_text(encoding="utf-8"))


def test_every_field_of_the_catalogue_is_documented() -> None:
    fields = {*FILE}
    for work in FILE["works"]:
        fields |= {*work}
        for item in (*work["youtube"], *work["commons"]):
            fields |= {*item}
    assert [name for name in sorted(fields) if f"`{name}`" not in TEXT] == []
    for word in (*Scope, *Forces):
        assert f"`{word}`" in TEXT


def test_the_counts_are_those_of_the_catalogue() -> None:
    all_works = catalogue().works
    recordings = sum(len(work.recordings) for work in all_works)
    files = sum(len(work.files) for work in all_works)
    composers = len({work.composer for work in all_works})
    assert f"{len(all_works)} works by {composers} composers" in FLAT
    assert f"{recordings} YouTube recordings and {files} files" in FLAT
    atepp = sum("ATEPP" in item.source for work in all_works for item in work.recordings)
    assert f"{atepp} recordings come from" in FLAT
    unplayable = [work for work in all_works if not work.playable]
    assert len(unplayable) == 3
    assert "Three works have nothing but the last kind" in FLAT


def test_the_weights_are_those_of_the_code() -> None:
    table = dict(re.findall(r"^\| ([a-z ]+) \| (-?[\d.]+) \|", TEXT, re.MULTILINE))
    assert {name: float(weight) for name, weight in table.items()} == {
        "match": choice.MATCH_WEIGHT,
        "nearness": choice.NEARNESS_WEIGHT,
        "own recording": choice.OWN_RECORDING_BONUS,
        "chance": choice.CHANCE_SCALE,
        "same composer": -choice.SAME_COMPOSER_PENALTY,
    }
    assert f"share of {choice.NAMED_FROM_SHARE:.0%}".replace("%", " %") in FLAT
    assert (
        f"under {works.SLOW_BELOW_BPM} is called slow, from {works.FAST_FROM_BPM} on fast" in FLAT
    )
    assert f"within {LOAD_TIMEOUT_MS // 1000} seconds" in FLAT


def test_the_places_on_the_plane_follow_the_documented_rule() -> None:
    """Recomputed from the figures that `affect_basis` states."""
    form = re.compile(
        r"rule: mode ([-+]?[\d.]+), tempo (\d+) bpm, loudness ([-+]?[\d.]+), "
        r"note density ([-+]?[\d.]+); character adjustment v([-+]?[\d.]+) a([-+]?[\d.]+)"
    )
    checked = 0
    for work in FILE["works"]:
        found = form.match(work["affect_basis"])
        if not found:
            continue
        mode, bpm, loudness, density, dv, da = map(float, found.groups())
        tempo = tanh((bpm - 100) / 50)
        arousal = 0.40 * tempo + 0.35 * loudness + 0.25 * density + da
        valence = 0.45 * mode + 0.20 * tempo * (1 if mode >= 0 else 0.3) + dv
        if mode < 0:
            valence -= 0.25 * max(loudness, 0)
        for stated, computed in ((work["arousal"], arousal), (work["valence"], valence)):
            assert abs(stated - min(0.95, max(-0.95, computed))) < 0.011, work["id"]
        checked += 1
    assert checked == len(FILE["works"])
