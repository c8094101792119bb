"""`{% load report_tags %}`: the blocks of a report on its page."""

import base64
import json
from typing import Any

from django import template

from moodtracker.paper.blocks import Block
from moodtracker.tracker.charts import specify

register = template.Library()


@register.filter
def part(block: Block) -> str:
    """The template of a block, by the name of its class."""
    return f"tracker/reports/parts/{type(block).__name__.lower()}.html"


@register.filter
def in_page(specification: str) -> dict[str, Any]:
    """A chart for the page's light and dark, drawn by tracker/charts.js."""
    return specify.in_page(json.loads(specification))


@register.filter
def base64_of(data: bytes) -> str:
    """For an address that carries its picture."""
    return base64.b64encode(data).decode()


@register.filter
def as_width(share: float) -> str:
    """A share as tenths of a percent without a comma, for SVG; what is there can be seen."""
    return f"{max(share, 0.004) * 100:.1f}" if share else "0"
