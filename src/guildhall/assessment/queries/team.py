"""What the people of a manager's own team may do alone today, and what lapses.

The rows are those on which the gate stands: a sign-off in force at a level that allows it alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from guildhall.assessment.access import OVERSEE_PASSPORTS
from guildhall.assessment.models import Passport, SignOff
from guildhall.assessment.states import SignOffState
from guildhall.competencies.models import Competency
from guildhall.competencies.states import Allows
from guildhall.directory.models import Membership
from guildhall.engine.competence.standing import LAPSES_SOON_DAYS
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor

SOON = timedelta(days=LAPSES_SOON_DAYS)


@dataclass(frozen=True)
class Held:
    """One sign-off that allows something alone; `until`: its last day, None for good."""

    key: str
    name: str
    competency: int
    is_critical: bool
    until: date | None


@dataclass
class Member:
    """Somebody of the team, by one passport."""

    passport: Passport
    total: int
    alone: list[Held] = field(default_factory=list)
    lapsing: list[Held] = field(default_factory=list)
    lapsed: list[Held] = field(default_factory=list)

    def may(self, key: str) -> bool:
        """Whether they may do this competency alone today."""
        return any(one.key == key for one in self.alone)


@dataclass(frozen=True)
class Team:
    """The members by name, and every competency of their frameworks for whoever looks for one."""

    members: Sequence[Member]
    competencies: Sequence[Competency]


def team_today(actor: Actor, *, today: date) -> Team:
    """The actor's own reports who have a passport; three queries, however many they are."""
    reports = Membership.objects.filter(
        person_id=OuterRef("learner_id"),
        organization_id=OuterRef("organization_id"),
        manager_id=actor.person_id,
        ended_at__isnull=True,
    )
    rows = visible_to(OVERSEE_PASSPORTS, actor).filter(Exists(reports))
    passports = list(
        rows.select_related("learner", "framework").order_by(
            "learner__family_name", "learner__given_name", "pk"
        )
    )
    known = _competencies({row.version_id for row in passports})
    members = {
        row.pk: Member(row, sum(1 for one in known if one.version_id == row.version_id))
        for row in passports
    }
    signed = SignOff.objects.filter(
        passport__in=list(members), state=SignOffState.IN_FORCE, level__allows__gte=Allows.ALONE
    )
    for row in signed.select_related("competency").order_by("valid_until", "competency__name"):
        _put(members[row.passport_id], row, today)
    once = {one.key: one for one in known}
    return Team(list(members.values()), sorted(once.values(), key=lambda one: one.name))


def _put(member: Member, row: SignOff, today: date) -> None:
    one = row.competency
    held = Held(one.key, one.name, one.pk, one.is_critical, row.valid_until)
    if row.valid_until is not None and row.valid_until < today:
        member.lapsed.append(held)
        return
    member.alone.append(held)
    if row.valid_until is not None and row.valid_until <= today + SOON:
        member.lapsing.append(held)


def _competencies(versions: set[int]) -> list[Competency]:
    return list(Competency.objects.filter(version__in=versions).order_by("name", "pk"))
