"""What a pair's program asks, where hours are worked, and whether they count."""

from datetime import datetime

from django.db.models import Q

from guildhall.directory.models import Membership, Organization, Person
from guildhall.engine.hours import Asked, PlaceAsked
from guildhall.hours.states import EntryKind
from guildhall.programs.plan import hours_of
from guildhall.programs.program_template import HoursRules
from guildhall.programs.states import Kind, Side
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.plans import plan_of


def rules_of(relationship: Relationship) -> HoursRules:
    """The `[hours]` table that holds for the pair."""
    return hours_of(plan_of(relationship))


def asked_by(rules: HoursRules) -> Asked:
    """The same as the engine takes it."""
    return Asked(
        total=rules.total,
        kinds=rules.kinds,
        simulation_most=rules.simulation_most,
        places=tuple(PlaceAsked(place.name, place.hours) for place in rules.places),
        is_pro_rata=rules.pro_rata,
    )


def kinds_for(relationship: Relationship) -> tuple[EntryKind, ...]:
    """What a learner of this program logs, the most usual first."""
    if plan_of(relationship).get("form") == "placement":
        return (EntryKind.PLACEMENT,)
    return (EntryKind.SUPERNUMERARY, EntryKind.PRACTICE, EntryKind.PROTECTED)


def learner_of(relationship: Relationship) -> Person | None:
    """Whoever learns in the pair now."""
    party = relationship.parties.filter(side=Side.LEARNER, left_at__isnull=True)
    found = party.select_related("person").first()
    return found.person if found else None


def guides_of(relationship: Relationship) -> list[Person]:
    """Whoever guides in the pair now."""
    rows = relationship.parties.filter(side=Side.GUIDE, left_at__isnull=True)
    return [party.person for party in rows.select_related("person")]


def host_of(relationship: Relationship) -> Organization:
    """Where the hours are worked: the partner to which a guide belongs, else the program's own
    house."""
    program = relationship.program
    if program is None:
        return relationship.organization
    guides = relationship.parties.filter(side=Side.GUIDE, left_at__isnull=True)
    here = Membership.objects.filter(
        person_id__in=guides.values("person_id"), ended_at__isnull=True
    )
    partners = program.partners.filter(pk__in=here.values("organization_id"))
    inside = here.filter(organization=relationship.organization_id).exists()
    return relationship.organization if inside else partners.first() or relationship.organization


def share_of(relationship: Relationship, person_id: int) -> int:
    """Percent of full time that the learner works, as their enrollment says."""
    party = relationship.parties.filter(person=person_id).select_related("enrollment").first()
    return party.enrollment.work_share if party and party.enrollment else 100


def is_over_ratio(relationship: Relationship, *, ratio: int, at: datetime) -> bool:
    """Whether a guide of the pair had more learners at that moment, in all houses together."""
    for guide in guides_of(relationship):
        guided = Party.objects.filter(person=guide, side=Side.GUIDE)
        guided = guided.filter(Q(left_at__isnull=True) | Q(left_at__gt=at))
        learners = Party.objects.filter(
            Q(left_at__isnull=True) | Q(left_at__gt=at),
            Q(relationship__closed_at__isnull=True) | Q(relationship__closed_at__gt=at),
            side=Side.LEARNER,
            relationship__in=guided.values("relationship_id"),
            relationship__program__kind=Kind.PRECEPTORSHIP,
            relationship__opened_at__lte=at,
        )
        if learners.values("person_id").distinct().count() > ratio:
            return True
    return False
