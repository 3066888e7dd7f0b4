"""Who was asked to watch what, and who could be."""

from datetime import datetime

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from guildhall.assessment.models import ObservationAsk, Passport
from guildhall.directory.models import Membership, Organization, Person
from guildhall.programs.models import NeverPair
from guildhall.relationships.queries.resting import resting_with
from guildhall.relationships.states import BEGUN

MOST_SHOWN, LONGEST_ID = 8, 16


def open_asks(passport: Passport, *, at: datetime) -> list[ObservationAsk]:
    """Asks of a passport that nobody has answered, the newest first; one query."""
    rows = ObservationAsk.objects.filter(
        passport=passport, observation=None, declined_at=None, expires_at__gt=at
    )
    return list(rows.select_related("competency", "asked"))


def asks_of_person(person_id: int, *, at: datetime) -> list[ObservationAsk]:
    """What somebody was asked to watch and has not answered, soonest first; one query."""
    rows = ObservationAsk.objects.filter(
        asked=person_id, observation=None, declined_at=None, expires_at__gt=at
    )
    related = rows.select_related("passport__learner", "competency")
    return list(related.order_by("expires_at", "pk"))


def people_to_ask(passport: Passport) -> QuerySet[Person]:
    """Everybody of the house, and of the partners of the learner's programs, except the learner
    and whoever is kept apart from them."""
    houses = Organization.objects.filter(
        Q(pk=passport.organization_id) | Q(partner_programs__relationships__passports=passport)
    )
    people = Person.objects.filter(
        memberships__organization__in=houses.values("pk"),
        memberships__ended_at__isnull=True,
        merged_into__isnull=True,
    )
    return people.exclude(pk=passport.learner_id).exclude(pk__in=_apart(passport)).distinct()


def _apart(passport: Passport) -> set[int]:
    """People whom nobody brings together with the learner; the list does not say why."""
    learner = passport.learner_id
    said = NeverPair.objects.filter(Q(person=learner) | Q(other=learner))
    never = {pk for two in said.values_list("person_id", "other_id") for pk in two}
    return (never | resting_with(learner)) - {learner}


def likely_people(passport: Passport) -> list[Person]:
    """Whom a learner would ask first: whoever guides them, who observed them before, and
    colleagues of their unit; three queries at most."""
    unit = Membership.objects.filter(
        person=passport.learner_id, organization=passport.organization_id, ended_at__isnull=True
    ).values("unit_id")
    guides = passport.relationships.filter(state__in=BEGUN).values("parties__person_id")
    observers = passport.observations.filter(taken_back_at=None).values("observer_id")
    beside = Membership.objects.filter(
        unit_id__in=unit, organization=passport.organization_id, ended_at__isnull=True
    )
    rank = Case(
        When(pk__in=guides, then=Value(0)),
        When(pk__in=observers, then=Value(1)),
        When(pk__in=beside.values("person_id"), then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    rows = people_to_ask(passport).annotate(rank=rank).filter(rank__lt=3)
    return list(rows.order_by("rank", "family_name", "given_name", "pk")[:MOST_SHOWN])


def people_found(passport: Passport, search: str = "", *, pk: str = "") -> list[Person]:
    """Whoever can be asked, by name or by id."""
    rows = people_to_ask(passport)
    if pk:
        rows = rows.filter(pk=int(pk)) if pk.isdecimal() and len(pk) < LONGEST_ID else rows.none()
    for word in search.split():
        rows = rows.filter(Q(given_name__icontains=word) | Q(family_name__icontains=word))
    return list(rows.order_by("family_name", "given_name", "pk")[:MOST_SHOWN])
