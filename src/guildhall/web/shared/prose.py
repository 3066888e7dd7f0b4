"""Markdown as HTML: no HTML of its own, no pictures from elsewhere."""

from functools import cache

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt


@cache
def _markdown() -> MarkdownIt:
    # "html" off escapes every tag; links of dangerous kinds are refused by the parser itself.
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def prose(text: str) -> SafeString:
    """The text as HTML, its headings below those of the page."""
    tokens = _markdown().parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, max(3, int(token.tag[1]) + 1))}"
    return SafeString(_markdown().renderer.render(tokens, _markdown().options, {}))
