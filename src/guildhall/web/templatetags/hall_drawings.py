"""The mark and the hall: a gabled house with an open door. Colors come from tokens by class."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

MARK = (
    '<path class="mark-house" d="M3 16.2 18 4l15 12.2M7.5 14.6V32h6.6v-9.4a3.9 3.9 0 0 1 7.8 0V32'
    'h6.6V14.6"/><path class="mark-door" d="M15.2 32v-9.2a2.8 2.8 0 0 1 5.6 0V32z"/>'
)
# Drawn on 220 × 150: ground line at 120, gable at 4, the door in the middle, its light below.
HALL = (
    '<path class="hall-wall" d="M30 62 108 5l78 57v58H30z"/>'
    '<path class="hall-line" d="M14 73 108 4l94 69M31 61v59M185 61v59"/>'
    '<path class="hall-line" d="M43 52V25h13v17"/>'
    '<circle class="hall-line" cx="108" cy="46" r="9"/><path class="hall-line" d="M108 37v18M99'
    ' 46h18"/>'
    '<path class="hall-line" d="M57 107V83a11 10 0 0 1 22 0v24zM138 107V83a11 10 0 0 1 22 0v24z"/>'
    '<path class="hall-light" d="M94 120h28l31 30H63z"/>'
    '<path class="hall-line" d="M-60 120h336"/>'
    '<path class="hall-door" d="M94 120V83a14 14 0 0 1 28 0v37z"/>'
    '<path class="hall-leaf" d="M118 72l10 4q8 4 8 12v38l-14-6V86q0-9-4-14z"/>'
)
SIZES = {"small": (172, 120), "medium": (220, 150), "large": (660, 450)}


def hall_mark(size: int = 36, is_named: bool = False) -> SafeString:
    """The mark; named where no “Guildhall” stands beside it."""
    said = format_html('role="img" aria-label="{}"', gettext("Guildhall"))
    return format_html(
        '<svg class="hall-mark" width="{0}" height="{0}" viewBox="0 0 36 36" {1}>{2}</svg>',
        size,
        said if is_named else mark_safe('aria-hidden="true"'),
        mark_safe(MARK),  # noqa: S308 (a constant of this module)
    )


def hall_drawing(size: str = "medium") -> SafeString:
    """`{% hall_drawing "small" %}`: small for empty states, medium for the next step, large."""
    width, height = SIZES[size]
    return format_html(
        '<svg class="hall-drawing hall-{}" width="{}" height="{}" viewBox="0 0 216 150"'
        ' aria-hidden="true">{}</svg>',
        size,
        width,
        height,
        mark_safe(HALL),  # noqa: S308 (a constant of this module)
    )
