"""Two people side by side: what each brings, and what they share."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from guildhall.engine.calendar import describe_slots
from guildhall.engine.matching import Field, MatchResult, Value, Words, worded
from guildhall.matching.criteria import WAITED
from guildhall.matching.reading import COORDINATORS, Circle
from guildhall.relationships.reasons import kept, said_again


@dataclass(frozen=True)
class Mark:
    """One value of one person, and whether the other has it too."""

    text: str
    is_shared: bool


@dataclass(frozen=True)
class SharedField:
    """One field of both people. Either side may be empty."""

    name: str
    label: str
    learner: tuple[Mark, ...]
    guide: tuple[Mark, ...]


def side_by_side(
    result: MatchResult,
    learner_id: str,
    guide_id: str,
    *,
    on: date,
    circle: Circle = COORDINATORS,
) -> tuple[SharedField, ...]:
    """Every field that this circle may read and that either of the two fills.

    Values read by their labels, units and scales; hours of the week in the reader's time zone,
    as clocks are on the day `on`. Fields over people (wishes, managers, never with) speak in
    rules and reasons, not here.
    """
    learner = next(person for person in result.learners if person.id == learner_id)
    guide = next(person for person in result.guides if person.id == guide_id)
    shown = []
    for name, field in result.criteria.fields.items():
        if field.readable_by == "nobody" or field.readable_by not in circle:
            continue
        if name == WAITED or field.kind in ("ids", "ranked"):
            continue
        mine, theirs = learner.values.get(name), guide.values.get(name)
        if field.kind == "hours":
            marks, label = _hours(mine, theirs, on=on), _in_zone(field.label)
        else:
            own, other = _texts(field, mine), _texts(field, theirs)
            marks, label = (_marked(own, other), _marked(other, own)), field.label
        if any(marks):
            shown.append(SharedField(name, label, *marks))
    return tuple(shown)


def _hours(
    mine: Value | None, theirs: Value | None, *, on: date
) -> tuple[tuple[Mark, ...], tuple[Mark, ...]]:
    """The weeks of the learner and of the guide: first what they share, then the rest."""
    own, other = _slots(mine), _slots(theirs)
    common = _week(own & other, is_shared=True, on=on)
    return (
        (*common, *_week(own - other, is_shared=False, on=on)),
        (*common, *_week(other - own, is_shared=False, on=on)),
    )


def _week(slots: Set[int], *, is_shared: bool, on: date) -> list[Mark]:
    zone = timezone.get_current_timezone_name()
    return [Mark(text, is_shared) for text in describe_slots(slots, time_zone=zone, on=on)]


def _in_zone(label: str) -> str:
    """The label with the place whose clock is meant."""
    place = timezone.get_current_timezone_name().rpartition("/")[2].replace("_", " ")
    return _("%(label)s, %(place)s time") % {"label": label, "place": place}


def _marked(own: Mapping[str, str], other: Mapping[str, str]) -> tuple[Mark, ...]:
    """Shared values first, then the rest in their order."""
    marks = [Mark(text, key in other) for key, text in own.items()]
    return tuple(sorted(marks, key=lambda mark: not mark.is_shared))


def _texts(field: Field, value: Value | None) -> dict[str, str]:
    """By what is compared: how it reads."""
    if value is None or value == "":
        return {}
    if isinstance(value, Mapping):
        return {
            name.casefold(): _("%(skill)s, level %(level)d") % {"skill": name, "level": level}
            for name, level in value.items()
        }
    values = value if isinstance(value, tuple) else (value,)
    return {str(one).casefold(): _told(worded(field, one)) for one in values}


def _told(words: Words | str) -> str:
    """In the reader's language where the engine has words for it."""
    return said_again(kept(words)) if isinstance(words, Words) else words


def _slots(value: Value | None) -> frozenset[int]:
    return value if isinstance(value, frozenset) else frozenset()
