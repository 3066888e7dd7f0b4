"""Passports as lists: those that somebody oversees, and those of the people they guide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from guildhall.assessment.access import OBSERVE_PASSPORT, OVERSEE_PASSPORTS
from guildhall.assessment.models import Observation, Passport
from guildhall.assessment.states import SignOffState
from guildhall.competencies.models import Competency
from guildhall.directory.models import Person
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.programs.models import Program
from guildhall.programs.states import Side
from guildhall.relationships.models import Party
from guildhall.relationships.states import BEGUN

# What a page of a passport names.
RELATED = ("learner", "organization", "framework", "version__scale")


@dataclass(frozen=True)
class PassportRow:
    """One passport in a list: how much of it is signed off today, and when it last moved."""

    id: int
    learner: str
    framework: str
    guides: tuple[str, ...]
    signed: int
    lapsed: int
    contested: int
    total: int
    last_seen_at: datetime | None
    opened_at: datetime


@dataclass(frozen=True)
class Held:
    """What somebody has to do with passports, for the doors that lead there."""

    own: int | None
    guides: bool


def overseen_passports(
    actor: Actor, *, program_id: int | None = None, search: str = ""
) -> QuerySet[Passport]:
    """Those that the actor oversees, by name; narrowed by program and by the learner's name."""
    rows = visible_to(OVERSEE_PASSPORTS, actor)
    if program_id is not None:
        links = Passport.relationships.through.objects.filter(relationship__program=program_id)
        rows = rows.filter(pk__in=links.values("passport_id"))
    for word in search.split():
        rows = rows.filter(
            Q(learner__given_name__icontains=word) | Q(learner__family_name__icontains=word)
        )
    return rows.order_by("learner__family_name", "learner__given_name", "pk")


def passport_rows(rows: Sequence[Passport], *, today: date) -> list[PassportRow]:
    """The lines of a list; four queries, however many rows there are."""
    ids = [row.pk for row in rows]
    ended = Q(sign_offs__valid_until__lt=today)
    in_force = Q(sign_offs__state=SignOffState.IN_FORCE)
    last = Observation.objects.filter(passport=OuterRef("pk"), taken_back_at=None)
    counted = (
        Passport.objects.filter(pk__in=ids)
        .select_related("learner", "framework")
        .annotate(
            signed=Count("sign_offs", filter=in_force & ~ended),
            lapsed=Count("sign_offs", filter=in_force & ended),
            contested=Count("sign_offs", filter=Q(sign_offs__state=SignOffState.CONTESTED)),
            last_seen_at=Subquery(last.order_by("-seen_at").values("seen_at")[:1]),
        )
    )
    found = {row.pk: row for row in counted}
    totals = _totals({row.version_id for row in found.values()})
    guides = _guides(ids)
    return [
        PassportRow(
            id=pk,
            learner=found[pk].learner.name,
            framework=found[pk].framework.name,
            guides=tuple(guides.get(pk, ())),
            signed=found[pk].signed,
            lapsed=found[pk].lapsed,
            contested=found[pk].contested,
            total=totals.get(found[pk].version_id, 0),
            last_seen_at=found[pk].last_seen_at,
            opened_at=found[pk].opened_at,
        )
        for pk in ids
        if pk in found
    ]


def own_passports(person_id: int) -> QuerySet[Passport]:
    """The person's own, newest first."""
    return Passport.objects.filter(learner=person_id)


def guided_passports(actor: Actor) -> list[Passport]:
    """Passports of the people whom the actor guides now, by name; one query."""
    rows = visible_to(OBSERVE_PASSPORT, actor).select_related(*RELATED)
    return list(rows.order_by("learner__given_name", "learner__family_name", "pk"))


def programs_of_passports(actor: Actor) -> QuerySet[Program]:
    """Programs with passports that the actor oversees, by name."""
    links = Passport.relationships.through.objects.filter(
        passport__in=visible_to(OVERSEE_PASSPORTS, actor).order_by().values("pk")
    )
    return Program.objects.filter(pk__in=links.values("relationship__program_id"))


def held_by(person_id: int) -> Held:
    """Whether the person has a passport, and guides somebody who has one; one query."""
    own = Passport.objects.filter(learner=OuterRef("pk")).order_by("-opened_at", "-pk")
    guided = Party.objects.filter(
        person=OuterRef("pk"),
        side=Side.GUIDE,
        left_at__isnull=True,
        relationship__state__in=BEGUN,
        relationship__passports__isnull=False,
    )
    found = (
        Person.objects.filter(pk=person_id)
        .annotate(own=Subquery(own.values("pk")[:1]), guided=Exists(guided))
        .values_list("own", "guided")
        .first()
    )
    return Held(*found) if found else Held(None, False)


def _totals(versions: set[int]) -> dict[int, int]:
    rows = Competency.objects.filter(version__in=versions).order_by()
    return dict(rows.values_list("version").annotate(total=Count("pk")))


def _guides(ids: Sequence[int]) -> dict[int, list[str]]:
    parties = (
        Party.objects.filter(
            relationship__passports__in=ids,
            relationship__state__in=BEGUN,
            side=Side.GUIDE,
            left_at__isnull=True,
        )
        .select_related("person")
        .annotate(passport=F("relationship__passports"))
        .order_by("-relationship__opened_at", "pk")
    )
    found: dict[int, list[str]] = {}
    for party in parties:
        if party.passport in ids:
            found.setdefault(party.passport, []).append(party.person.name)
    return found
