"""What two people's values of a field have to do with each other, in words.

Templates are %-style msgids in US English that fit any reader: both of the pair, and the
coordinator. Values read by their labels, units and scales.
"""

from collections.abc import Mapping
from typing import Any

from guildhall.engine.matching.columns import entries
from guildhall.engine.matching.criteria import Criteria, Field, Preference, Rule, Scale, Unit
from guildhall.engine.matching.eligibility import MINUTES_A_SLOT
from guildhall.engine.matching.types import Words
from guildhall.engine.matching.values import plain
from guildhall.engine.matching.worded import HOUR, amount, lean, listed, number, worded

NOTHING = Words("Nothing in common here")
MINUTE = Unit("minute", "minutes")
MOST_SKILLS = 3
ONE_STEP = Words("One step apart")


def compared(item: Rule | Preference, theirs: Any, mine: Any, criteria: Criteria) -> Words:
    """The guide's and the learner's value, as this rule or preference looks at them."""
    field = criteria.fields[item.guide_field or ""]
    other = criteria.fields[item.learner_field or ""]
    match item.kind:
        case "skills":
            return _skills(theirs, mine)
        case "hours":
            return _hours(theirs, mine)
        case "shares":
            return _hours(theirs, mine) if field.kind == "hours" else _shared(theirs, mine, field)
        case "includes" if item.list_side == "guide":
            return _included(theirs, mine, other)
        case "includes":
            return _included(mine, theirs, field)
        case "gap" | "closeness" if field.kind == "ordinal":
            return _steps(item.kind, theirs, mine, field)
        case "gap" | "closeness":
            return _numbers(item.kind, theirs, mine, field, criteria.nouns.learner)
    if plain(theirs) == plain(mine):
        return _both(field, theirs)
    return Words(
        "%(guide)s and %(learner)s",
        {"guide": worded(field, theirs), "learner": worded(other, mine)},
    )


def _both(field: Field, value: object) -> Words:
    return Words("Both: %(value)s", {"value": worded(field, value)})


def _skills(theirs: Mapping[str, int], mine: Mapping[str, int]) -> Words:
    """The skills wanted that are offered, those that are met best first."""
    offered = {plain(name): level for name, level in theirs.items()}
    met = [(name, level, offered.get(plain(name), 0)) for name, level in mine.items()]
    met = [one for one in met if one[2]]
    if not met:
        return NOTHING
    met.sort(key=lambda one: (-min(1, one[2] / one[1]), -one[1], plain(one[0])))
    told = [
        Words(
            "%(skill)s: level %(offered)d offered, %(wanted)d wanted",
            {"skill": name, "offered": level, "wanted": wanted},
        )
        for name, wanted, level in met[:MOST_SKILLS]
    ]
    rest = len(met) - MOST_SKILLS
    if rest > 0:
        told.append(Words("%(count)d more", {"count": rest}))
    return Words("%(skills)s", {"skills": told})


def _shared(theirs: tuple[str, ...], mine: tuple[str, ...], field: Field) -> Words:
    both = entries(theirs)
    common = tuple(one for one in mine if plain(one) in both)
    if not common:
        return NOTHING
    if field.kind == "ids":
        return Words(
            "%(count)d person in common",
            {"count": len(common)},
            plural="%(count)d people in common",
            count=len(common),
        )
    if field.meaning == "language":
        return Words(
            "Both speak %(languages)s", {"languages": listed(field, common, joins_last=True)}
        )
    return Words("Both: %(values)s", {"values": listed(field, common)})


def _included(own: tuple[str, ...], value: object, field: Field) -> Words:
    template = (
        "Includes %(value)s" if entries(own) & entries(value) else "%(value)s is not among them"
    )
    return Words(template, {"value": worded(field, value)})


def _hours(theirs: frozenset[int], mine: frozenset[int]) -> Words:
    minutes = len(frozenset(theirs) & frozenset(mine)) * MINUTES_A_SLOT
    if not minutes:
        return Words("No free hour in common")
    shared = amount(minutes, MINUTE) if minutes < 60 else amount(minutes / 60, HOUR)
    return Words("%(amount)s a week in common", {"amount": shared})


def _numbers(kind: str, theirs: float, mine: float, field: Field, learner: str) -> Words:
    gap = round(theirs - mine, 6)
    if field.meaning == "time_zone":
        if not gap:
            return Words("Same time zone")
        return Words("%(amount)s apart", {"amount": amount(abs(gap), field.unit or HOUR)})
    if field.scale is not None:
        return _on_scale(theirs, mine, field, field.scale)
    if not gap:
        return _both(field, theirs)
    if field.unit is None:
        return Words(
            "%(guide)s and %(learner)s", {"guide": number(theirs), "learner": number(mine)}
        )
    apart = amount(abs(gap), field.unit)
    if kind == "closeness":
        return Words("%(amount)s apart", {"amount": apart})
    if gap > 0:
        return Words("%(amount)s ahead", {"amount": apart})
    return Words("The %(who)s is %(amount)s ahead", {"who": learner, "amount": apart})


def _on_scale(theirs: float, mine: float, field: Field, scale: Scale) -> Words:
    is_named = plain(theirs) in field.labels or theirs in (scale.minimum, scale.maximum)
    if not scale.low or not scale.high:
        values = {"guide": number(theirs), "learner": number(mine), "most": number(scale.maximum)}
        if theirs == mine:
            return _both(field, theirs)
        return Words("%(guide)s and %(learner)s of %(most)s", values)
    if theirs == mine and is_named:
        return _both(field, theirs)
    end = lean(theirs, scale)
    if end != lean(mine, scale):
        return _apart(abs(theirs - mine))
    return Words("Both lean toward “%(end)s”", {"end": end}) if end else Words("Both in the middle")


def _apart(steps: float) -> Words:
    if steps == 1:
        return ONE_STEP
    told = {"count": number(steps)}
    count = int(steps) if float(steps).is_integer() else 2
    return Words("%(count)s step apart", told, plural="%(count)s steps apart", count=count)


def _steps(kind: str, theirs: str, mine: str, field: Field) -> Words:
    place = {plain(value): at for at, value in enumerate(field.order)}
    steps = place[plain(theirs)] - place[plain(mine)]
    if not steps:
        return _both(field, theirs)
    if kind == "closeness":
        return _apart(abs(steps))
    where = "above" if steps > 0 else "below"
    return Words(
        f"%(count)d step {where}: %(guide)s for %(learner)s",
        {
            "count": abs(steps),
            "guide": worded(field, theirs),
            "learner": worded(field, mine),
        },
        plural=f"%(count)d steps {where}: %(guide)s for %(learner)s",
        count=abs(steps),
    )
