"""Six moods stay apart: by shape for everybody, by colour as far as six colours can.

Colour vision is simulated with the matrices of Machado, Oliveira and Fernandes, "A
Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE Transactions on
Visualization and Computer Graphics 15(6), 2009, severity 1.0, which act on linear RGB. Distance is
CIEDE2000 after Sharma, Wu and Dalal, Color Research & Application 30(1), 2005; their own pairs
check it. Pairs that fall below `SAFE` under a deficiency are listed here by name, so that a change
of a colour shows what it costs. Every one of them is told apart by shape and word.
"""

import math
import re
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import pytest

from moodtracker.emotions import FACTS, ORDER, Emotion

STATIC = Path(__file__).parents[2] / "src/moodtracker/core/static/core"
PAIRS = re.findall(
    r"--mood-([a-z]+): light-dark\((#\w{6}), (#\w{6})\)", (STATIC / "tokens.css").read_text("utf-8")
)
PALETTES = {
    "day": {name: day for name, day, _ in PAIRS},
    "night": {name: night for name, _, night in PAIRS},
}
MATRICES = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
APART = 24.0
"""CIEDE2000 between any two moods for eyes that see all three colours."""
SAFE = 15.0
"""CIEDE2000 that is wanted under a deficiency too."""
FLOOR = 13.0
"""CIEDE2000 that no pair goes below under any deficiency."""

# The colours before this test had pairs at 0.9 (neutral and anxiety, protanopia).
NEAR: dict[tuple[str, str], set[str]] = {
    ("day", "protanopia"): set(),
    ("day", "deuteranopia"): set(),
    ("day", "tritanopia"): {"sad unrest"},
    ("night", "protanopia"): {"anger unrest"},
    ("night", "deuteranopia"): set(),
    ("night", "tritanopia"): set(),
}

Triple = tuple[float, float, float]


def linear(colour: str) -> Triple:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return red, green, blue


def seen(colour: Triple, matrix: Sequence[Triple]) -> Triple:
    red, green, blue = (
        min(1.0, max(0.0, math.fsum(a * b for a, b in zip(row, colour, strict=True))))
        for row in matrix
    )
    return red, green, blue


def lab(colour: Triple) -> Triple:
    """CIELAB of linear sRGB under D65."""
    red, green, blue = colour
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883

    def root(t: float) -> float:
        return t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116

    return 116 * root(y) - 16, 500 * (root(x) - root(y)), 200 * (root(y) - root(z))


def ciede2000(one: Triple, other: Triple) -> float:
    """Equations 2 to 22 of Sharma, Wu and Dalal, all weights 1."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean7 = ((math.hypot(a1, b1) + math.hypot(a2, b2)) / 2) ** 7
    grow = 1 + 0.5 * (1 - math.sqrt(mean7 / (mean7 + 25**7)))
    c1, c2 = math.hypot(grow * a1, b1), math.hypot(grow * a2, b2)
    h1 = math.degrees(math.atan2(b1, grow * a1)) % 360
    h2 = math.degrees(math.atan2(b2, grow * a2)) % 360
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    dl, dc = l2 - l1, c2 - c1
    dh = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    lm, cm = (l1 + l2) / 2, (c1 + c2) / 2
    hm = h1 + h2 if c1 * c2 == 0 else (h1 + turn / 2) % 360

    def cos(factor: int, offset: int) -> float:
        return math.cos(math.radians(factor * hm + offset))

    t = 1 - 0.17 * cos(1, -30) + 0.24 * cos(2, 0) + 0.32 * cos(3, 6) - 0.20 * cos(4, -63)
    rotation = 60 * math.exp(-(((hm - 275) / 25) ** 2))
    sl = 1 + 0.015 * (lm - 50) ** 2 / math.sqrt(20 + (lm - 50) ** 2)
    sc, sh = 1 + 0.045 * cm, 1 + 0.015 * cm * t
    rt = -2 * math.sqrt(cm**7 / (cm**7 + 25**7)) * math.sin(math.radians(rotation))
    parts = (dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rt * (dc / sc) * (dh / sh)
    return math.sqrt(parts)


def distances(palette: dict[str, str], matrix: Sequence[Triple] | None) -> dict[str, float]:
    points = {
        name: lab(seen(linear(palette[name]), matrix) if matrix else linear(palette[name]))
        for name in ORDER
    }
    return {f"{a} {b}": ciede2000(points[a], points[b]) for a, b in combinations(ORDER, 2)}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((50, -1, 2), (50, 0, 0), 2.3669),
        ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_distance_is_that_of_the_papers_own_pairs(
    one: Triple, other: Triple, expected: float
) -> None:
    assert ciede2000(one, other) == pytest.approx(expected, abs=1e-4)


def test_any_two_moods_differ_by_shape_and_by_word() -> None:
    for a, b in combinations(ORDER, 2):
        assert FACTS[a].shape != FACTS[b].shape
        assert FACTS[a].ko != FACTS[b].ko
        assert FACTS[a].en != FACTS[b].en


@pytest.mark.parametrize("palette", PALETTES)
def test_any_two_moods_are_far_apart_for_most_eyes(palette: str) -> None:
    assert set(PALETTES[palette]) == set(Emotion)
    near = {pair: d for pair, d in distances(PALETTES[palette], None).items() if d < APART}
    assert near == {}


@pytest.mark.parametrize("deficiency", MATRICES)
@pytest.mark.parametrize("palette", PALETTES)
def test_no_two_moods_collapse_under_a_deficiency(palette: str, deficiency: str) -> None:
    found = distances(PALETTES[palette], MATRICES[deficiency])
    assert min(found.values()) >= FLOOR, sorted(found.items(), key=lambda item: item[1])[:3]
    assert {pair for pair, d in found.items() if d < SAFE} == NEAR[palette, deficiency]
