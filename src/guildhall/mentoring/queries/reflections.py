"""Reflections over time, how people are, and introductions."""

import json
from dataclasses import dataclass
from datetime import datetime

from guildhall.core.errors import NotVisible
from guildhall.mentoring.models import CheckIn, Introduction, Reflection, ReflectionShare
from guildhall.mentoring.reflection_access import (
    READ_CHECK_IN,
    READ_INTRODUCTION,
    READ_REFLECTION,
)
from guildhall.mentoring.vocabulary import Word, wheel_areas
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.relationships.models import Relationship

# So many stand side by side on a page.
COLUMNS = 6


@dataclass(frozen=True)
class AreaOverTime:
    """One area: its marks from the earliest to the latest; None where it was left out."""

    area: Word
    marks: tuple[int | None, ...]

    @property
    def now(self) -> int | None:
        """The latest mark."""
        return self.marks[-1] if self.marks else None

    @property
    def before(self) -> int | None:
        """The mark before it."""
        return self.marks[-2] if len(self.marks) > 1 else None


@dataclass(frozen=True)
class Wheel:
    """Reflections side by side."""

    reflections: tuple[Reflection, ...]
    areas: tuple[AreaOverTime, ...]

    @property
    def latest(self) -> Reflection | None:
        """The newest one."""
        return self.reflections[-1] if self.reflections else None

    @property
    def days(self) -> list[datetime]:
        """When each was made."""
        return [row.made_at for row in self.reflections]


def own_reflections(actor: Actor) -> list[Reflection]:
    """All of the actor's own, newest first; two queries."""
    rows = Reflection.objects.filter(person_id=actor.person_id or 0)
    return list(rows.prefetch_related("shares"))


def wheel_of(reflections: list[Reflection]) -> Wheel:
    """The newest few as a table, the earliest first."""
    shown = tuple(reversed(reflections[:COLUMNS]))
    marks = [json.loads(row.marks) for row in shown]
    areas = tuple(
        AreaOverTime(area, tuple(found.get(area.key) for found in marks)) for area in wheel_areas()
    )
    return Wheel(shown, areas)


def reflection_for(pk: int, *, actor: Actor) -> Reflection:
    """One that the actor may read; the 404 of a missing id for everybody else."""
    rows = visible_to(READ_REFLECTION, actor, Reflection.objects.select_related("person"))
    row = rows.filter(pk=pk).first()
    if row is None:
        raise NotVisible
    return row


def shown_reflections(relationship: Relationship, *, actor: Actor) -> list[ReflectionShare]:
    """Reflections that somebody shows to this pair, newest first; one query."""
    seen = visible_to(READ_REFLECTION, actor).values("pk")
    rows = ReflectionShare.objects.filter(relationship=relationship, reflection_id__in=seen)
    return list(rows.select_related("reflection__person").order_by("-shared_at", "-pk"))


def check_ins_of(
    relationship: Relationship, *, actor: Actor, most: int | None = None
) -> list[CheckIn]:
    """How the people of the pair said they are, newest first; one query."""
    rows = visible_to(READ_CHECK_IN, actor, CheckIn.objects.filter(relationship=relationship))
    return list(rows.select_related("person")[:most])


def introductions_of(relationship: Relationship, *, actor: Actor) -> list[Introduction]:
    """Introductions of this pair that the actor is part of, newest first; one query."""
    rows = Introduction.objects.filter(relationship=relationship)
    found = visible_to(READ_INTRODUCTION, actor, rows)
    return list(found.select_related("learner", "colleague", "offered_by"))


def introduction_by_code(code: str, *, actor: Actor) -> Introduction:
    """One, or NotVisible whether it is missing or not for this actor; one query."""
    parts = ("learner", "colleague", "offered_by", "relationship")
    rows = visible_to(READ_INTRODUCTION, actor, Introduction.objects.select_related(*parts))
    row = rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    return row
