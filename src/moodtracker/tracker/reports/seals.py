"""The stamps of the pages as files for paper."""

import re

from django.template.loader import render_to_string

from moodtracker.emotions import FACTS, Emotion

_PAPER = "#fcf7ea"


def seal_files() -> dict[str, bytes]:
    """`seal-<emotion>.svg` and `small-<emotion>.svg`, which has no face, for each of the six."""
    return {
        f"{size}-{emotion.value}.svg": _drawn(emotion, face=size == "seal")
        for emotion in Emotion
        for size in ("seal", "small")
    }


def _drawn(emotion: Emotion, *, face: bool) -> bytes:
    """The SVG of core/parts/emotion_mark.html with its colours written out."""
    facts = FACTS[emotion]
    context = {"facts": facts, "name": facts.ko, "size": "m", "word": False}
    markup = render_to_string("core/parts/emotion_mark.html", context)
    found = re.search(r"<svg[^>]*>(.*)</svg>", markup, re.DOTALL)
    if not found:
        raise ValueError(f"A stamp is drawn as SVG; got {markup!r}.")
    inside = found[1]
    styles = {
        "seal": f'fill="{facts.colour}" stroke="{deeper(facts.colour)}" stroke-width="1.5" '
        'stroke-linejoin="round"',
        "carve": f'fill="none" stroke="{_PAPER}" stroke-width="2.6" stroke-linecap="round" '
        'stroke-linejoin="round"',
        "carve-dot": f'fill="{_PAPER}"',
    }
    if not face:
        inside = re.sub(r'<\w+ class="carve(-dot)?"[^>]*/>', "", inside)
    for name, style in styles.items():
        inside = inside.replace(f'class="{name}"', style)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">{inside}</svg>').encode()


def deeper(colour: str) -> str:
    """Three fifths of a colour's light, for outlines."""
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{part * 3 // 5:02x}" for part in parts)
