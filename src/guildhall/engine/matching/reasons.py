"""Reasons in words: why a preference gave its points, why a rule does not hold.

Templates are %-style msgids in US English. A reason over a field that nobody may read never
holds a value.
"""

from guildhall.engine.matching.comparisons import compared
from guildhall.engine.matching.criteria import Criteria, Preference, Rule
from guildhall.engine.matching.types import Person, RuleFailure, Words
from guildhall.engine.matching.values import holds, value_of
from guildhall.engine.matching.worded import worded

NOT_STATED = Words("Not stated")
# Values that are ids of people or numbers of half-hours; nobody can read those.
WITHOUT_WORDS = ("ids", "ranked", "hours")


def preference_reason(
    preference: Preference, guide: Person, learner: Person, criteria: Criteria
) -> Words:
    """Why this preference gave the pair its points."""
    if criteria.reader_of(preference) == "nobody":
        return Words("Counted, not shown")
    condition = preference.condition
    asked = condition is None or holds(condition, guide if condition.side == "guide" else learner)
    if not asked:
        return Words("Not asked for")
    if preference.kind == "room":
        return _room(guide)
    if preference.kind == "ranked":
        return _wish(preference, guide, learner, criteria)
    theirs = value_of(guide, preference.guide_field or "")
    mine = value_of(learner, preference.learner_field or "")
    if mine is None or theirs is None:
        return NOT_STATED
    return compared(preference, theirs, mine, criteria)


def rule_failure(rule: Rule, guide: Person, learner: Person, criteria: Criteria) -> RuleFailure:
    """Why this rule keeps the two apart (call it only when it does)."""
    reader = criteria.reader_of(rule)
    reason = Words("Not shown") if reader == "nobody" else _rule(rule, guide, learner, criteria)
    return RuleFailure(rule.id, rule.label, reason, reader)


def _rule(rule: Rule, guide: Person, learner: Person, criteria: Criteria) -> Words:
    if rule.condition is not None:
        person = guide if rule.condition.side == "guide" else learner
        field = criteria.fields[rule.condition.field]
        value = value_of(person, field.name)
        params = {"name": person.name, "field": field.label}
        if value is None:
            return Words("%(name)s: %(field)s is not stated", params)
        if field.kind in WITHOUT_WORDS:
            return Words("%(name)s: %(field)s is something else", params)
        return Words("%(name)s: %(field)s is %(value)s", {**params, "value": worded(field, value)})
    if rule.kind == "not_in":
        return Words("One of them asked not to be paired with the other")
    theirs = value_of(guide, rule.guide_field or "")
    mine = value_of(learner, rule.learner_field or "")
    if mine is None or theirs is None:
        who = learner.name if mine is None else guide.name
        return Words("Not stated for %(name)s", {"name": who})
    return compared(rule, theirs, mine, criteria)


def _room(guide: Person) -> Words:
    if not guide.capacity:
        return Words("No free place")
    return Words(
        "Has %(count)d free place",
        {"count": guide.capacity},
        plural="Has %(count)d free places",
        count=guide.capacity,
    )


def _wish(preference: Preference, guide: Person, learner: Person, criteria: Criteria) -> Words:
    by_learner = preference.side == "learner"
    who, other = (learner, guide) if by_learner else (guide, learner)
    name = (preference.learner_field if by_learner else preference.guide_field) or ""
    wishes = value_of(who, name)
    if wishes is None:
        return Words("No wish stated")
    if other.id not in wishes:
        return Words("Not among the wishes")
    noun = criteria.nouns.learner if by_learner else criteria.nouns.guide
    place = wishes.index(other.id) + 1
    ordinals = ("First", "Second", "Third")
    if place <= len(ordinals):
        return Words(f"{ordinals[place - 1]} wish of the %(who)s", {"who": noun})
    return Words("Wish number %(place)d of the %(who)s", {"place": place, "who": noun})
