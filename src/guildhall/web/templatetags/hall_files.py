"""Links to the static files of the interface, and the icons of its sprite."""

from functools import cache
from pathlib import Path

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

STATIC = Path(__file__).resolve().parent.parent / "static"


def css_files() -> list[str]:
    """Every stylesheet in the order in which it is linked; the cascade layers settle the rest."""
    parts = sorted(path.name for path in (STATIC / "css" / "components").glob("*.css"))
    pages = sorted(path.name for path in (STATIC / "css" / "pages").glob("*.css"))
    return [
        "css/layers.css",
        "vendor/tabler.css",
        "css/fonts.css",
        "css/tokens.css",
        "css/base.css",
        *(f"css/components/{name}" for name in parts),
        *(f"css/pages/{name}" for name in pages),
        "css/utilities.css",
        "css/print.css",
    ]


def js_files() -> list[str]:
    return [f"js/{path.name}" for path in sorted((STATIC / "js").glob("*.js"))]


@cache
def stylesheets() -> SafeString:
    """`{% stylesheets %}`: a link to each stylesheet."""
    return format_html_join(
        "\n", '<link rel="stylesheet" href="{}">', ((static(name),) for name in css_files())
    )


@cache
def scripts() -> SafeString:
    """`{% scripts %}`: each behavior, as a module that waits for the page."""
    return format_html_join(
        "\n", '<script type="module" src="{}"></script>', ((static(name),) for name in js_files())
    )


def script(name: str) -> SafeString:
    """`{% script "js/pages/x.js" %}`: the behavior of one page."""
    return format_html('<script type="module" src="{}"></script>', static(name))


@cache
def sprite_url() -> str:
    return static("vendor/icons.svg")


@cache
def icon_names() -> frozenset[str]:
    """The icons of the sprite; a name that is not there would draw nothing, silently."""
    lines = (STATIC / "icons.txt").read_text().splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and line[0] != "#")


@cache
def icon(name: str, size: int = 20, label: str = "") -> SafeString:
    """`{% icon "phone" %}`: one icon of the sprite; a label only when no words stand beside it."""
    if name not in icon_names():
        raise ValueError(f"No icon “{name}”. Add it to icons.txt and run scripts/assets.py.")
    if label:
        return format_html(
            '<svg class="glyph" width="{0}" height="{0}" role="img" aria-label="{1}">'
            '<use href="{2}#{3}"></use></svg>',
            size,
            label,
            sprite_url(),
            name,
        )
    return format_html(
        '<svg class="glyph" width="{0}" height="{0}" aria-hidden="true">'
        '<use href="{1}#{2}"></use></svg>',
        size,
        sprite_url(),
        name,
    )
