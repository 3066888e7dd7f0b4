"""How many preceptees somebody has, in every house, and how many more they may be given."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from guildhall.core.dates import full_day
from guildhall.directory.models import Person
from guildhall.people.models import Profile
from guildhall.preceptorship.models import Standing
from guildhall.preceptorship.standing_rules import asks_for_standing, standing_rules
from guildhall.preceptorship.standing_states import ABLE, StandingState
from guildhall.programs.models import Program
from guildhall.programs.states import Kind, Side
from guildhall.relationships.limits import Limit
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.queries.coordinating import coordinators_of, house_coordinators
from guildhall.relationships.queries.places import ACROSS, TAKING
from guildhall.relationships.states import BEGUN


def preceptees_of(person_ids: Collection[int]) -> dict[int, int]:
    """Preceptees now, offers included, in every house; one query."""
    rows = Party.objects.filter(
        TAKING,
        person__in=list(person_ids),
        side=Side.GUIDE,
        left_at__isnull=True,
        relationship__program__kind=Kind.PRECEPTORSHIP,
    )
    return dict(rows.values_list("person_id").annotate(held=ACROSS).order_by())


def most_of(person_ids: Iterable[int], *, otherwise: int | None = None) -> dict[int, int]:
    """How many at a time: what each person's profile says, else the usual number; one query."""
    ids = list(person_ids)
    usual = otherwise or standing_rules().preceptees
    rows = Profile.objects.filter(person__in=ids).values_list("person_id", "capacity")
    said = {pk: capacity for pk, capacity in rows if capacity is not None}
    return {pk: said.get(pk, usual) for pk in ids}


def standing_limits(
    program: Program, person_ids: Collection[int], at: datetime
) -> dict[int, Limit]:
    """What a preceptorship may still give each guide: to nobody more than they take over all
    houses; and where it asks for a standing nothing to whoever may not precept in its house, and
    one to whoever is provisional."""
    if program.kind != Kind.PRECEPTORSHIP:
        return {}
    ratio = (program.plan.get("capacity") or {}).get("most_learners_per_guide")
    most = most_of(person_ids, otherwise=ratio)
    has = preceptees_of(person_ids)
    limits = {pk: Limit(max(0, most[pk] - has.get(pk, 0))) for pk in person_ids}
    if not asks_for_standing(program):
        return limits
    rows = Standing.objects.filter(organization=program.organization_id, person__in=person_ids)
    for row in rows.select_related("person"):
        if row.state not in ABLE:
            limits[row.person_id] = Limit(0, refusal(row))
        elif row.state == StandingState.PROVISIONAL:
            left = max(0, standing_rules().provisional - has.get(row.person_id, 0))
            if left < limits[row.person_id].left:
                limits[row.person_id] = Limit(left, refusal(row))
    return limits


def refusal(row: Standing) -> str:
    """Why somebody is given nobody more, in words for whoever tried."""
    name = {"name": row.person.name}
    if row.state == StandingState.LAPSED:
        if row.valid_until is None:
            return _("%(name)s has no certificate in force. Renew it, or choose somebody else.") % (
                name
            )
        words = _(
            "The certificate of %(name)s lapsed on %(day)s. Renew it, or choose somebody else."
        )
        return words % {**name, "day": full_day(row.valid_until)}
    sentences = {
        StandingState.SUSPENDED: _(
            "%(name)s is suspended as a preceptor. Reinstate them, or choose somebody else."
        ),
        StandingState.RETIRED: _("%(name)s has retired as a preceptor. Choose somebody else."),
        StandingState.PROVISIONAL: _(
            "%(name)s is provisional: one preceptee at a time until they are certified. Certify"
            " them, or choose somebody else."
        ),
        StandingState.SCREENED: _(
            "%(name)s has not done the preceptor course. Record it, or choose somebody else."
        ),
        StandingState.IN_TRAINING: _(
            "%(name)s has not completed the preceptor course. Record it, or choose somebody else."
        ),
    }
    other = _("%(name)s is not a preceptor here yet. Decide on the application first.")
    return sentences.get(StandingState(row.state), other) % name


def going_on(row: Standing) -> list[Relationship]:
    """The preceptorships of this house that the person guides now; one query."""
    parties = Party.objects.filter(person=row.person_id, side=Side.GUIDE, left_at__isnull=True)
    pairs = Relationship.objects.filter(
        pk__in=parties.values("relationship_id"),
        organization=row.organization_id,
        program__kind=Kind.PRECEPTORSHIP,
        state__in=BEGUN,
    )
    return list(pairs.select_related("organization", "program"))


def leads_of(row: Standing, pairs: Iterable[Relationship]) -> list[Person]:
    """Those who coordinate these pairs, else the coordinators of the house."""
    found = {one.pk: one for pair in pairs for one in coordinators_of(pair)}
    return list(found.values()) or house_coordinators(row.organization_id)


def has_precepted(row: Standing) -> bool:
    """Whether the person has guided a preceptorship of this house, or stood in for one."""
    pairs = Relationship.objects.filter(
        organization=row.organization_id,
        program__kind=Kind.PRECEPTORSHIP,
        opened_at__isnull=False,
    )
    guided = pairs.filter(parties__person=row.person_id, parties__side=Side.GUIDE)
    stood_in = pairs.filter(backups__person=row.person_id, backups__accepted_at__isnull=False)
    return guided.exists() or stood_in.exists()
