"""Who has a part in it: the learner, those who guide, those who lead."""

from django.utils.translation import gettext as _

from guildhall.core.errors import WrongState
from guildhall.directory.models import Person
from guildhall.directory.states import Role
from guildhall.programs.states import Side
from guildhall.relationships.models import Relationship
from guildhall.relationships.queries.coordinating import coordinators_of, house_coordinators


def learner_of(row: Relationship) -> Person:
    """The one learner of the pair; refuses where there are several, or none any more."""
    found = _on(row, Side.LEARNER)
    if len(found) != 1:
        raise WrongState(_("A concern is about one learner, and this pair does not have just one."))
    return found[0]


def guides_of(row: Relationship) -> list[Person]:
    """Whoever guides now."""
    return _on(row, Side.GUIDE)


def leads_of(row: Relationship, learner: Person) -> list[Person]:
    """Those who coordinate the pair, else the administrators of its house; never the learner."""
    found = coordinators_of(row) or house_coordinators(row.organization_id, Role.ADMINISTRATOR)
    return [person for person in found if person.pk != learner.pk]


def who_answers(row: Relationship, learner: Person) -> list[Person]:
    """Everybody who may answer an appeal: coordinators and administrators; never the learner."""
    house = row.organization_id
    found = [
        *coordinators_of(row),
        *house_coordinators(house),
        *house_coordinators(house, Role.ADMINISTRATOR),
    ]
    return list({one.pk: one for one in found if one.pk != learner.pk}.values())


def everybody(row: Relationship, learner: Person, *besides: int | None) -> list[Person]:
    """The learner and those who guide, besides whoever did it."""
    return [one for one in (learner, *guides_of(row)) if one.pk not in besides]


def _on(row: Relationship, side: Side) -> list[Person]:
    parties = row.parties.filter(side=side, left_at__isnull=True).select_related("person")
    return [party.person for party in parties]
