"""Is this page sound HTML? html5lib's strict parser, and what it does not look at."""

from collections import Counter
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

import html5lib
from html5lib.html5parser import ParseError

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

XHTML = "{http://www.w3.org/1999/xhtml}"
LABELLED = ("input", "select", "textarea", "meter", "progress")
UNLABELLED_TYPES = {"hidden", "submit", "button", "image", "reset"}


def assert_sound_page(response: "_MonkeyPatchedWSGIResponse", *, status: int = 200) -> Element:
    """The page's tree; fails when the page is not what it should be."""
    assert response.status_code == status, response.content.decode()[:500]
    assert response["Content-Type"].startswith("text/html")
    return assert_sound_html(response.content.decode())


def assert_sound_html(markup: str) -> Element:
    """Parses strictly; ids are unique; references meet; controls and pictures have names; no
    inline style, script or handler that the content security policy would refuse.
    """
    tree = _parse(markup)
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    ids = Counter(element.get("id") for element in elements if element.get("id"))
    assert not [name for name, count in ids.items() if count > 1], "ids stand once"
    problems = [
        problem
        for element in elements
        for problem in (
            *_broken_references(element, set(ids)),
            *_nameless(element, elements),
            *_refused_by_policy(element),
        )
    ]
    assert not problems, problems
    assert tree.get("lang") in {"ko", "en"}
    titles = [element for element in elements if element.tag == f"{XHTML}title"]
    assert titles
    assert (titles[0].text or "").strip(" ·")
    levels = [int(e.tag[-1]) for e in elements if e.tag in {f"{XHTML}h{n}" for n in range(1, 7)}]
    assert levels.count(1) == 1, f"one h1 a page; got {levels}"
    return tree


def _parse(markup: str) -> Element:
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=True)
    try:
        tree: Element = parser.parse(markup)
    except ParseError as error:
        # The strict parser stops at the first error without saying where.
        lenient = html5lib.HTMLParser()
        lenient.parse(markup)
        where = [(line, code, data) for (line, _), code, data in lenient.errors]
        raise AssertionError(f"{error}: {where[:3]}") from error
    return tree


def _broken_references(element: Element, ids: set[str | None]) -> list[str]:
    named = [
        (attribute, name)
        for attribute in ("for", "aria-labelledby", "aria-describedby", "form", "aria-controls")
        for name in (element.get(attribute) or "").split()
    ]
    return [f"{a}={name} names nothing" for a, name in named if name not in ids]


def _nameless(element: Element, elements: list[Element]) -> list[str]:
    tag = str(element.tag).removeprefix(XHTML)
    if tag == "img" and element.get("alt") is None:
        return [f"img {element.get('src')} has no alt"]
    if tag not in LABELLED or element.get("type") in UNLABELLED_TYPES:
        return []
    if element.get("aria-label") or element.get("aria-labelledby"):
        return []
    wrapped = any(element in label.iter() for label in elements if label.tag == f"{XHTML}label")
    pointed = any(
        label.get("for") == element.get("id") for label in elements if label.tag == f"{XHTML}label"
    )
    return [] if wrapped or (element.get("id") and pointed) else [f"{tag} {element.attrib} no name"]


def _refused_by_policy(element: Element) -> list[str]:
    problems = [f"{element.tag} has {name}" for name in element.attrib if name.startswith("on")]
    if "style" in element.attrib:
        problems.append(f"{element.tag} has an inline style")
    data_block = element.get("type") in {"application/json", "importmap"}
    if element.tag == f"{XHTML}script" and not element.get("src") and not data_block:
        problems.append("a script stands in the page")
    if element.tag == f"{XHTML}style":
        problems.append("a style stands in the page")
    return problems
