"""Looking at one's life, and telling the pair how one is."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput
from guildhall.mentoring.actions.wisdom_events import (
    CHECK_IN_MADE,
    CHECK_IN_TAKEN_BACK,
    REFLECTION_HIDDEN,
    REFLECTION_MADE,
    REFLECTION_SHOWN,
    REFLECTION_THROWN_AWAY,
)
from guildhall.mentoring.actions.wisdom_rows import require_going_on, require_person, require_texts
from guildhall.mentoring.models import CheckIn, Reflection, ReflectionShare
from guildhall.mentoring.reflection_access import CHANGE_CHECK_IN, CHANGE_REFLECTION
from guildhall.mentoring.vocabulary import wheel_areas
from guildhall.permissions.access import require
from guildhall.permissions.actor import SYSTEM, Actor
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.actions.rows import (
    locked,
    own_party,
    present_parties,
    record_in_pair,
)
from guildhall.relationships.models import Relationship

LOWEST, HIGHEST = 1, 10
MOODS = 5


def make_reflection(
    *, marks: Mapping[str, int], line: str = "", by: Actor, at: datetime
) -> Reflection:
    """Keep a look at the areas of one's life; an area may be left out. Nobody else reads it.

    Refuses no mark at all, and marks beyond 1 to 10.
    """
    person_id = require_person(by)
    words = require_texts({"line": line}, lines=("line",))["line"]
    known = {area.key for area in wheel_areas()}
    if not marks:
        raise InvalidInput(_("Nothing is marked yet. One area is enough."))
    problems = {
        key: _("Choose a number from 1 to 10.")
        for key, mark in marks.items()
        if key not in known or not LOWEST <= mark <= HIGHEST
    }
    if problems:
        raise InvalidInput(_("This is not saved yet."), problems)
    with transaction.atomic():
        row = Reflection.objects.create(
            person_id=person_id, marks=json.dumps(dict(marks)), line=words, made_at=at
        )
        # By the house: that somebody reflects is theirs alone.
        record(REFLECTION_MADE, by=SYSTEM, subject=row, at=at)
    return row


def show_reflection(
    *, reflection: Reflection, relationship: Relationship, by: Actor, at: datetime
) -> ReflectionShare:
    """Show this one reflection to a pair of one's own; the others stay one's own. Nobody is mailed.
    Twice changes nothing."""
    require(CHANGE_REFLECTION, by, reflection)
    require(ACT_IN_RELATIONSHIP, by, relationship)
    with transaction.atomic():
        row = locked(relationship)
        require_going_on(row)
        share, is_new = ReflectionShare.objects.get_or_create(
            reflection=reflection, relationship=row, defaults={"shared_at": at}
        )
        if is_new:
            record(REFLECTION_SHOWN, by=SYSTEM, subject=reflection, at=at)
    return share


def hide_reflection(*, reflection: Reflection, by: Actor, at: datetime) -> None:
    """Nobody but oneself reads it from now on."""
    require(CHANGE_REFLECTION, by, reflection)
    with transaction.atomic():
        if reflection.shares.all().delete()[0]:
            record(REFLECTION_HIDDEN, by=SYSTEM, subject=reflection, at=at)


def throw_reflection_away(*, reflection: Reflection, by: Actor, at: datetime) -> None:
    """It is gone for good; the page asks first."""
    require(CHANGE_REFLECTION, by, reflection)
    with transaction.atomic():
        record(REFLECTION_THROWN_AWAY, by=SYSTEM, subject=reflection, at=at)
        reflection.delete()


def check_in(
    *, relationship: Relationship, mood: int, line: str = "", by: Actor, at: datetime
) -> CheckIn:
    """Tell the pair how one is, from 1 to 5, and in a line where one likes. Nobody is mailed."""
    require(ACT_IN_RELATIONSHIP, by, relationship)
    words = require_texts({"line": line}, lines=("line",))["line"]
    if not 1 <= mood <= MOODS:
        raise InvalidInput(_("This is not saved yet."), {"mood": _("Choose one of the five.")})
    with transaction.atomic():
        row = locked(relationship)
        require_going_on(row)
        person = own_party(present_parties(row), by).person
        found = CheckIn.objects.create(
            relationship=row, person=person, mood=str(mood), line=words, made_at=at
        )
        record_in_pair(CHECK_IN_MADE, found, row, by=by, at=at)
    return found


def take_check_in_back(*, check: CheckIn, by: Actor, at: datetime) -> None:
    """It is gone for good. Only whoever made it may."""
    require(CHANGE_CHECK_IN, by, check)
    with transaction.atomic():
        record_in_pair(CHECK_IN_TAKEN_BACK, check, check.relationship, by=by, at=at)
        check.delete()
