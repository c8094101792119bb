"""A document as one HTML file: style, fonts, charts and pictures inside, no script."""

import base64
import re
from io import BytesIO
from itertools import count
from pathlib import Path

from fontTools import subset
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from moodtracker.paper import fonts, look
from moodtracker.paper.blocks import Block, Document, Figure
from moodtracker.training.report.wording import chance

TEMPLATES = Path(__file__).parent / "templates"


def page(document: Document) -> str:
    """The whole file as text; its fonts hold just the letters that stand in it."""
    bare = _filled(document, "")
    letters = set(re.sub(r"base64,[A-Za-z0-9+/=]+", "", bare))
    faces = (
        (fonts.TEXT_FAMILY, 400, fonts.korean_font()),
        (fonts.TEXT_FAMILY, 700, fonts.korean_font(bold=True)),
        (fonts.TITLE_FAMILY, 700, fonts.title_font()),
    )
    return _filled(document, "\n".join(_face(*face, letters) for face in faces))


def _filled(document: Document, faces: str) -> str:
    numbers = count(1)

    def drawing(figure: Figure) -> Markup:
        return Markup(look.for_page(figure.svg, f"figure{next(numbers)}"))  # noqa: S704

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html").render(
        document=document,
        sheet=Markup((TEMPLATES / "report.css").read_text(encoding="utf-8")),  # noqa: S704
        fonts=Markup(faces),  # noqa: S704
        drawing=drawing,
        encoded=lambda data: base64.b64encode(data).decode(),
        kind_of=_kind,
        chance=chance,
    )


def _kind(block: Block) -> str:
    return type(block).__name__


def _face(family: str, weight: int, path: Path, letters: set[str]) -> str:
    """A font face of these letters alone, inside the style sheet."""
    options = subset.Options(flavor="woff2", layout_features=["kern"], hinting=False)
    cut, buffer = subset.Subsetter(options), BytesIO()
    cut.populate(text="".join(sorted(letters)))
    with subset.load_font(str(path), options) as font:
        cut.subset(font)
        subset.save_font(font, buffer, options)
    data = base64.b64encode(buffer.getvalue()).decode()
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; '
        f'src: url("data:font/woff2;base64,{data}") format("woff2"); }}'
    )
