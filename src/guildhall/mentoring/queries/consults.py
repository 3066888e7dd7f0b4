"""Consults, for the two of them; and whom a guide may ask."""

import re
from dataclasses import dataclass

from guildhall.core.errors import NotVisible
from guildhall.directory.access import MEMBER, ORGANIZATION
from guildhall.directory.states import READERS
from guildhall.mentoring.consult_access import READ_CONSULT
from guildhall.mentoring.models import Consult, GuideOffer, SeniorGuide
from guildhall.mentoring.offer_states import OfferState
from guildhall.mentoring.queries.apart import never_with
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.programs.states import Side
from guildhall.relationships.models import Party

# Shorter ones stand in too many words of their own.
SHORTEST_NAME = 2
WORD = re.compile(r"[\w’'-]+")


@dataclass(frozen=True)
class OfferedGuide:
    """Somebody who offers to guide, and whether they are named a senior guide."""

    offer: GuideOffer
    senior: SeniorGuide | None


def may_consult(person_id: int) -> bool:
    """Whether they guide somebody, or did."""
    return Party.objects.filter(person_id=person_id, side=Side.GUIDE).exists()


def seniors_for(actor: Actor) -> list[SeniorGuide]:
    """Senior guides whom the actor may ask: of their organizations, and none of their own pairs,
    who would know at once whom it is about, nor anybody whom they are kept from; five queries."""
    person_id = actor.person_id or 0
    mine = Party.objects.filter(person_id=person_id).values("relationship_id")
    near = Party.objects.filter(relationship_id__in=mine).values("person_id")
    rows = SeniorGuide.objects.filter(
        organization_id__in=actor.scopes(ORGANIZATION, MEMBER), ended_at__isnull=True
    ).exclude(person_id__in=near)
    rows = rows.exclude(person_id=person_id).select_related("person", "organization")
    found = list(rows.order_by("person__family_name", "person__given_name", "pk"))
    apart = never_with(person_id, [row.person_id for row in found])
    return [row for row in found if row.person_id not in apart]


def own_senior_roles(actor: Actor) -> list[SeniorGuide]:
    """Where the actor is named."""
    rows = SeniorGuide.objects.filter(person_id=actor.person_id or 0, ended_at__isnull=True)
    return list(rows.select_related("organization"))


def consults_of(actor: Actor) -> tuple[list[Consult], list[Consult]]:
    """What the actor asked, and what they are asked; one query."""
    rows = visible_to(READ_CONSULT, actor, Consult.objects.select_related("senior"))
    found = list(rows.order_by("-asked_on", "code"))
    mine = [row for row in found if row.asker_id == actor.person_id]
    return mine, [row for row in found if row.senior_id == actor.person_id]


def consult_by_code(code: str, *, actor: Actor) -> Consult:
    """One, or NotVisible whether it is missing or not for this actor; one query."""
    rows = visible_to(READ_CONSULT, actor, Consult.objects.select_related("senior"))
    row = rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    return row


def names_within(text: str, person_id: int) -> list[str]:
    """Names of people with whom this person is, or was, in a pair, that stand in the text."""
    words = {word.casefold() for found in WORD.findall(text) for word in _parts(found)}
    mine = Party.objects.filter(person_id=person_id).values("relationship_id")
    others = Party.objects.filter(relationship_id__in=mine).exclude(person_id=person_id)
    names = others.values_list("person__given_name", "person__family_name").distinct()
    parts = {part for pair in names for name in pair for part in name.split()}
    return sorted(p for p in parts if len(p) >= SHORTEST_NAME and p.casefold() in words)


def offered_guides(actor: Actor) -> list[OfferedGuide]:
    """Everybody who offers to guide in the actor's organizations; two queries."""
    houses = actor.scopes(ORGANIZATION, *READERS)
    offers = GuideOffer.objects.filter(organization_id__in=houses).exclude(
        state=OfferState.WITHDRAWN
    )
    named = SeniorGuide.objects.filter(organization_id__in=houses, ended_at__isnull=True)
    by_key = {(row.person_id, row.organization_id): row for row in named}
    rows = offers.select_related("person", "organization")
    return [
        OfferedGuide(row, by_key.get((row.person_id, row.organization_id)))
        for row in rows.order_by("person__family_name", "person__given_name", "pk")
    ]


def _parts(word: str) -> list[str]:
    """“Noor’s” is Noor, and “Noor-like” too."""
    bare = re.sub(r"[’']s?$", "", word)
    return [word, bare, *re.split(r"[-’']", bare)]
