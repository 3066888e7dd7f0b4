"""Words about a word that the vocabulary does not know."""

from collections.abc import Sequence
from functools import lru_cache

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guildhall.competencies.models import Skill


def skill_names() -> list[str]:
    """Every skill by name, for a list of suggestions."""
    return list(Skill.objects.order_by("name").values_list("name", flat=True))


@lru_cache(maxsize=8)
def options_of(names: tuple[str, ...]) -> SafeString:
    """The inside of a datalist; kept, since a vocabulary seldom changes."""
    return format_html_join("", '<option value="{}"></option>', ((name,) for name in names))


def not_in_list(text: str, near: Sequence[str]) -> str:
    """““Wond care” is not in the list. Did you mean Wound care?”"""
    if not near:
        return _("“%(text)s” is not in the list. Type a part of it and pick a suggestion.") % {
            "text": text
        }
    return _("“%(text)s” is not in the list. Did you mean %(near)s?") % {
        "text": text,
        "near": either(near),
    }


def either(names: Sequence[str]) -> str:
    """“A”, “A or B”, “A, B or C”."""
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s or %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
