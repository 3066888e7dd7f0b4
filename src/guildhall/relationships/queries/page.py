"""One pair's page, as one of the pair sees it, or as a coordinator does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from guildhall.directory.models import Membership
from guildhall.permissions.access import may
from guildhall.permissions.actor import Actor
from guildhall.programs.models import Program
from guildhall.programs.program_template import Duration
from guildhall.programs.queries.words import length_words, meeting_rhythm
from guildhall.programs.states import Side
from guildhall.relationships.access import STEER_RELATIONSHIP
from guildhall.relationships.models import FirstStep, Party, Relationship
from guildhall.relationships.plans import Plan, Terms, agreed_cadence, plan_of
from guildhall.relationships.queries.next_step import NextStep, next_step
from guildhall.relationships.queries.timeline import Entry, timeline
from guildhall.relationships.states import RelationshipState


@dataclass(frozen=True)
class Member:
    """Somebody of the pair: `word` is the program's word for their side."""

    party: Party
    name: str
    given_name: str
    side: str
    word: str
    job_title: str
    is_you: bool


@dataclass(frozen=True)
class StepLine:
    """A first step on the checklist. `is_yours`: the reader, or both, are to do it."""

    step: FirstStep
    who: str
    is_yours: bool
    is_late: bool


@dataclass(frozen=True)
class RelationshipPage:
    """Everything on the page. `you` is None for whoever is not one of the pair: then no text that
    the pair wrote is in here."""

    relationship: Relationship
    program: Program | None
    plan: Plan
    members: tuple[Member, ...]
    you: Member | None
    next_step: NextStep
    entries: tuple[Entry, ...]
    steps: tuple[StepLine, ...]
    steps_done: int
    week: int | None
    weeks: int | None
    today: date
    can_steer: bool
    is_evaluative: bool

    @property
    def came_at(self) -> datetime | None:
        """When the reader joined a circle that had begun: what was written before is not theirs
        to read. None for whoever was there from the beginning."""
        opened_at, party = self.relationship.opened_at, self.you.party if self.you else None
        if party is None or party.accepted_at is None or opened_at is None:
            return None
        is_late = self.relationship.is_circle and party.accepted_at > opened_at
        return party.accepted_at if is_late else None

    @property
    def rhythm_words(self) -> str:
        """“60 minutes every 3 weeks”; empty where the plan has no cadence."""
        agreed = agreed_cadence(self.relationship)
        return meeting_rhythm(agreed) if agreed else ""

    @property
    def length_words(self) -> str:
        """“for 6 months”; empty where the plan does not say."""
        return length_words(Duration(**self.plan["duration"])) if "duration" in self.plan else ""

    @property
    def others(self) -> tuple[Member, ...]:
        """Everybody but the reader."""
        return tuple(member for member in self.members if not member.is_you)


def relationship_page(
    relationship: Relationship, *, actor: Actor, at: datetime
) -> RelationshipPage:
    """The page for this reader; the caller has asked whether they may see it. A fixed number of
    queries."""
    program = relationship.program
    plan = plan_of(relationship)
    parties = _parties(relationship)
    members = _members(relationship, parties, actor)
    you = next((member for member in members if member.is_you), None)
    own = you.party if you else None
    zone = own.person.time_zone if own else relationship.organization.time_zone
    today = at.astimezone(ZoneInfo(zone)).date()
    steps = list(relationship.first_steps.select_related("done_by"))
    week, weeks = _weeks(relationship, today=today)
    return RelationshipPage(
        relationship=relationship,
        program=program,
        plan=plan,
        members=members,
        you=you,
        next_step=next_step(relationship, parties=parties, you=own, steps=steps),
        entries=timeline(relationship, steps=steps, you=own, reader_id=actor.person_id),
        steps=_steps(steps, members, you, today=today) if you else (),
        steps_done=sum(1 for step in steps if step.done_at),
        week=week,
        weeks=weeks,
        today=today,
        can_steer=may(STEER_RELATIONSHIP, actor, relationship),
        is_evaluative=program.is_evaluative if program else False,
    )


def _parties(relationship: Relationship) -> list[Party]:
    """Who is in it; of a pair from which everybody has gone, who was."""
    everybody = list(relationship.parties.select_related("person"))
    return [party for party in everybody if party.left_at is None] or everybody


def _members(
    relationship: Relationship, parties: Sequence[Party], actor: Actor
) -> tuple[Member, ...]:
    titles = dict(
        Membership.objects.filter(
            person__in=[party.person_id for party in parties], ended_at__isnull=True
        )
        .order_by("pk")
        .values_list("person_id", "job_title")
    )
    program = relationship.program
    return tuple(
        Member(
            party=party,
            name=party.person.name,
            given_name=party.person.given_name,
            side=party.side,
            word=program.word(party.side) if program else _own_word(relationship, party.side),
            job_title=titles.get(party.person_id, ""),
            is_you=party.person_id == actor.person_id,
        )
        for party in sorted(parties, key=lambda one: one.side != Side.LEARNER)
    )


def _own_word(relationship: Relationship, side: str) -> str:
    """Without a program, the word of the plan that they follow."""
    return str(plan_of(relationship)["words"][side])


def _steps(
    steps: Sequence[FirstStep], members: Sequence[Member], you: Member, *, today: date
) -> tuple[StepLine, ...]:
    words = {member.side: member.given_name for member in members if not member.is_you}
    return tuple(
        StepLine(
            step=step,
            who="" if not step.side else words.get(step.side, ""),
            is_yours=step.side in ("", you.side),
            is_late=bool(step.due_on and step.due_on < today and not step.done_at),
        )
        for step in steps
    )


def _weeks(relationship: Relationship, *, today: date) -> tuple[int | None, int | None]:
    """“Week 12 of 28”; nothing before it begins or after it ended."""
    if relationship.opened_at is None or relationship.state == RelationshipState.CLOSED:
        return None, None
    start = Terms.of(relationship).start(relationship.opened_at)
    if today < start:
        return None, None
    week = (today - start).days // 7 + 1
    if relationship.ends_on is None:
        return week, None
    weeks = max(1, -(-((relationship.ends_on - start).days + 1) // 7))
    return min(week, weeks), weeks
