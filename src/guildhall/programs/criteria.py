"""Match criteria of a program: what the engine accepts, and whether wishes for people count."""

import copy
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput
from guildhall.engine.matching import CriteriaError, load_criteria

# The fact that holds them, and the points at best where the coordinator has not given any yet.
WISHES = "ranked_wishes"
WISHES_WEIGHT = 10


def require_criteria(criteria: Mapping[str, Any]) -> None:
    """Refuse criteria that the engine cannot read, with its sentences."""
    try:
        load_criteria(criteria, source=_("the match criteria"))
    except CriteriaError as error:
        problems = {f"criteria.{number}": str(text) for number, text in enumerate(error.problems)}
        raise InvalidInput(
            _("The match criteria cannot be used: %(first)s")
            % {"first": next(iter(problems.values()), str(error))},
            problems,
        ) from error


def counts_wishes(criteria: Mapping[str, Any], side: str) -> bool:
    """Whether a preference, switched on or off, looks at the wishes of this side."""
    fields = criteria.get("fields", {})
    for item in criteria.get("preferences", []):
        if item["kind"] == "ranked" and item.get("side", "learner") == side:
            name = item.get("field") or item.get(f"{side}_field") or ""
            if (fields.get(name, {}).get(side) or name) == WISHES:
                return True
    return False


def with_wishes(criteria: Mapping[str, Any], side: str, *, word: str) -> dict[str, Any]:
    """The criteria with points for the wishes of this side, where they give none yet."""
    if counts_wishes(criteria, side):
        return dict(criteria)
    changed = copy.deepcopy(dict(criteria))
    fields = changed.setdefault("fields", {})
    name = next(
        (key for key, field in fields.items() if (field.get(side) or key) == WISHES),
        f"{side}_wishes" if WISHES in fields else WISHES,
    )
    label = str(_("Wishes for people"))
    spec = {"label": label, "kind": "ranked", "readable_by": "coordinator"}
    fields.setdefault(name, spec if name == WISHES else {**spec, side: WISHES})
    preferences = changed.setdefault("preferences", [])
    taken = {item["id"] for item in preferences}
    preferences.append(
        {
            "id": next(key for key in _ids(f"{side}_wishes") if key not in taken),
            "label": _("Wishes of the %(word)s") % {"word": word},
            "kind": "ranked",
            "weight": WISHES_WEIGHT,
            "field": name,
            "side": side,
        }
    )
    return changed


def _ids(stem: str) -> Iterator[str]:
    yield stem
    yield from (f"{stem}_{number}" for number in count(2))
