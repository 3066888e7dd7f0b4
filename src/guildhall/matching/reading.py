"""What of a round somebody may read: its fields, rules, wishes and reasons name their readers.

Coordinators read all but what nobody may read. Read-only staff read what the pair could read too,
and are told how much is kept from them, so that sums still add up.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from guildhall.engine.matching.types import READERS
from guildhall.matching.access import CHANGE_ROUND
from guildhall.matching.criteria import Criteria
from guildhall.matching.models import MatchRound
from guildhall.permissions.access import may
from guildhall.permissions.actor import Actor

Circle = frozenset[str]
COORDINATORS: Circle = frozenset(READERS)
READ_ONLY: Circle = frozenset({"everyone", "pair"})
GROUPS = ("rules", "preferences")


def circle_of(actor: Actor, round: MatchRound) -> Circle:
    """What this actor may read in a round that they see."""
    return COORDINATORS if may(CHANGE_ROUND, actor, round) else READ_ONLY


def reader_of(item: Mapping[str, Any], criteria: Mapping[str, Any]) -> str:
    """Who may read a rule or a wish: the narrowest circle of the fields that it looks at."""
    fields = criteria.get("fields", {})
    names = [item.get(key) for key in ("field", "guide_field", "learner_field")]
    names.append((item.get("when") or {}).get("field"))
    readers = [fields.get(name, {}).get("readable_by", "pair") for name in names if name]
    return max(readers, key=READERS.index, default="everyone")


def readable(criteria: Mapping[str, Any], circle: Circle) -> Criteria:
    """The criteria without the fields, rules and wishes that this circle may not read."""
    if circle == COORDINATORS:
        return dict(criteria)
    kept = dict(criteria)
    kept["fields"] = {
        name: field
        for name, field in criteria.get("fields", {}).items()
        if field.get("readable_by", "pair") in circle
    }
    for group in GROUPS:
        items = criteria.get(group, [])
        kept[group] = [item for item in items if reader_of(item, criteria) in circle]
    return kept


def kept_back(criteria: Mapping[str, Any], circle: Circle) -> int:
    """How many rules and wishes this circle may not read."""
    shown = readable(criteria, circle)
    return sum(len(criteria.get(name, [])) - len(shown.get(name, [])) for name in GROUPS)


def readable_labels(labels: str, criteria: Mapping[str, Any], circle: Circle) -> str:
    """The labels of broken rules, as a proposal keeps them, without those of other readers."""
    if circle == COORDINATORS or not labels:
        return labels
    known = [str(rule["label"]) for rule in readable(criteria, circle).get("rules", [])]
    shown = [label for label in known if label in labels.split(", ")]
    return ", ".join(shown) or _("that only coordinators read")
