"""Words about a person's devices."""

import re

from django import template

register = template.Library()

# In this order: Edge and Samsung's browser also call themselves Chrome, Chrome also Safari.
_BROWSERS = (
    ("Edge", r"Edg(?:e|A|iOS)?/"),
    ("Whale", r"Whale/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"(?:Headless)?Chrome/|CriOS/"),
    ("Safari", r"Safari/"),
)
_SYSTEMS = (
    ("Android", r"Android"),
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Windows", r"Windows"),
    ("macOS", r"Mac OS X"),
    ("Linux", r"Linux|X11"),
)


@register.filter
def device_name(user_agent: str) -> str:
    """The browser and system that a User-Agent header names: “Chrome · Windows”."""
    found = (
        next((name for name, mark in table if re.search(mark, user_agent)), "")
        for table in (_BROWSERS, _SYSTEMS)
    )
    return " · ".join(filter(None, found)) or user_agent[:60]
