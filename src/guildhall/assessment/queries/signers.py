"""Who may be asked to sign off, and whether two records are one human being."""

from collections.abc import Sequence
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _

from guildhall.assessment.models import Passport
from guildhall.assessment.sign_off_access import named_assessors
from guildhall.directory.models import Person
from guildhall.programs.states import Side
from guildhall.relationships.models import Party
from guildhall.relationships.queries.coordinating import coordinators_in
from guildhall.relationships.queries.resting import kept_apart
from guildhall.relationships.states import BEGUN


@dataclass(frozen=True)
class Signer:
    """Somebody who may sign, and by what."""

    person: Person
    guides: bool

    @property
    def role(self) -> str:
        """What makes them one."""
        return _("guides the learner now") if self.guides else _("assessor of the house")


def present_guides(passport: Passport) -> list[Person]:
    """Whoever guides the learner now."""
    pairs = Party.objects.filter(
        relationship__passports=passport,
        relationship__state__in=BEGUN,
        side=Side.GUIDE,
        left_at__isnull=True,
    ).exclude(person=passport.learner_id)
    people = Person.objects.filter(pk__in=pairs.values("person_id"))
    return list(people.select_related("account").order_by("given_name", "pk"))


def signers_for(passport: Passport) -> list[Signer]:
    """Guides first, then the assessors of the house; never the learner, nor whoever is kept apart
    from them."""
    guides = present_guides(passport)
    named = named_assessors().filter(organization=passport.organization_id)
    assessors = Person.objects.filter(pk__in=named.values("person_id"))
    others = assessors.exclude(pk__in=[one.pk for one in guides]).select_related("account")
    found = [Signer(one, guides=True) for one in guides]
    found += [Signer(one, guides=False) for one in others]
    apart = kept_apart([passport.learner_id, *(one.person.pk for one in found)])
    own = own_addresses(passport.learner)
    return [
        one
        for one in found
        if frozenset((passport.learner_id, one.person.pk)) not in apart
        and not _is_the_learner(one.person, passport.learner, own)
    ]


def is_same_human(person: Person, other: Person) -> bool:
    """The same record, a record that was merged into the other, the same account or address."""
    return _is_the_learner(person, other, own_addresses(other))


def own_addresses(person: Person) -> frozenset[str]:
    """Every address by which somebody is reached or signs in, in lower case."""
    found = {person.email, person.account.email if person.account else ""}
    if person.account_id:
        own = EmailAddress.objects.filter(user=person.account_id)
        found |= set(own.values_list("email", flat=True))
    return frozenset(address.lower() for address in found if address)


def address_on_record(person: Person) -> str:
    """Where a code goes: the address that the house has, else that of the account."""
    return person.email or (person.account.email if person.account else "")


def coordinators_of(passport: Passport) -> list[Person]:
    """Whoever coordinates the programs of its pairs; where nobody does, the house's coordinators.
    Never the learner."""
    programs = passport.relationships.filter(state__in=BEGUN).values("program_id")
    return coordinators_in(programs, passport.organization_id, but=[passport.learner_id])


def without(people: Sequence[Person], *left_out: int | None) -> list[Person]:
    """Each of them once, besides whoever did it themselves."""
    return list({one.pk: one for one in people if one.pk not in left_out}.values())


def _is_the_learner(person: Person, learner: Person, addresses: frozenset[str]) -> bool:
    return (
        person.pk == learner.pk
        or learner.pk == person.merged_into_id
        or person.pk == learner.merged_into_id
        or (person.account_id is not None and person.account_id == learner.account_id)
        or bool(addresses & own_addresses(person))
    )
