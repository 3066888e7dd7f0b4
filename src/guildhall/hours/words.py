"""Hours as people read them."""

from collections.abc import Iterable

from django.utils.formats import number_format
from django.utils.translation import gettext as _


def hours_words(minutes: int) -> str:
    """“7.5 h”; “12 h” where nothing follows the point; minutes are rounded to a hundredth."""
    hours = round(minutes / 60, 2)
    text = number_format(hours, decimal_pos=2).rstrip("0").rstrip(".,")
    return _("%(hours)s h") % {"hours": text}


def place_words(names: Iterable[str]) -> str:
    """“Main building, Ward 4”."""
    return ", ".join(name for name in names if name)
