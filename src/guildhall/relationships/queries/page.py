"""One pair's page, as one of the pair sees it, or as a coordinator does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from guildhall.directory.models import Membership
from guildhall.permissions.access import may
from guildhall.permissions.actor import Actor
from guildhall.programs.models import Program
from guildhall.programs.program_template import Cadence, Duration
from guildhall.programs.queries.words import length_words, meeting_rhythm
from guildhall.programs.states import Side
from guildhall.relationships.access import STEER_RELATIONSHIP
from guildhall.relationships.models import FirstStep, Party, Relationship
from guildhall.relationships.plans import Plan, Terms, cadence
from guildhall.relationships.queries.next_step import NextStep, next_step
from guildhall.relationships.queries.timeline import Entry, timeline
from guildhall.relationships.states import MeetingState, RelationshipState


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
class Rhythm:
    """When they met, beside how often they agreed to. `state` is a state of a status pill."""

    days: tuple[date, ...]
    start: date
    end: date
    today: date
    cadence: Cadence
    state: str
    next_by: date


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
    rhythm: Rhythm | None
    week: int | None
    weeks: int | None
    today: date
    can_steer: bool
    is_evaluative: bool

    @property
    def rhythm_words(self) -> str:
        """“60 minutes every 3 weeks”; empty where the plan has no cadence."""
        agreed = cadence(self.plan)
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
    plan: Plan = program.plan if program else {}
    parties = _parties(relationship)
    members = _members(relationship, parties, actor)
    you = next((member for member in members if member.is_you), None)
    own = you.party if you else None
    zone = own.person.time_zone if own else relationship.organization.time_zone
    today = at.astimezone(ZoneInfo(zone)).date()
    steps = list(relationship.first_steps.select_related("done_by"))
    held = relationship.meetings.filter(state=MeetingState.HELD)
    meetings = list(held.select_related("logged_by"))
    days = [meeting.starts_at.date() for meeting in meetings]
    rhythm = _rhythm(relationship, plan, days, today=today)
    week, weeks = _weeks(relationship, today=today)
    return RelationshipPage(
        relationship=relationship,
        program=program,
        plan=plan,
        members=members,
        you=you,
        next_step=next_step(
            relationship,
            parties=parties,
            you=own,
            steps=steps,
            last_met=max(days, default=None),
            next_by=rhythm.next_by if rhythm else None,
            today=today,
        ),
        entries=timeline(
            relationship, meetings=meetings, steps=steps, you=own, reader_id=actor.person_id
        ),
        steps=_steps(steps, members, you, today=today) if you else (),
        steps_done=sum(1 for step in steps if step.done_at),
        rhythm=rhythm,
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
            word=program.word(party.side) if program else party.get_side_display(),
            job_title=titles.get(party.person_id, ""),
            is_you=party.person_id == actor.person_id,
        )
        for party in sorted(parties, key=lambda one: one.side != Side.LEARNER)
    )


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


def _rhythm(
    relationship: Relationship, plan: Plan, days: Sequence[date], *, today: date
) -> Rhythm | None:
    """None where there is no cadence, or nothing has begun."""
    agreed = cadence(plan)
    if agreed is None or relationship.opened_at is None:
        return None
    start = Terms.of(relationship).start(relationship.opened_at)
    last = max(days, default=start)
    next_by = last + timedelta(days=agreed.every_days)
    end = relationship.closed_at.date() if relationship.closed_at else today
    return Rhythm(
        days=tuple(sorted(days)),
        start=min([start, *days]),
        end=max(end, start + timedelta(days=1)),
        today=today,
        cadence=agreed,
        state=_rhythm_state(relationship, days, next_by=next_by, today=today, agreed=agreed),
        next_by=next_by,
    )


def _rhythm_state(
    relationship: Relationship,
    days: Sequence[date],
    *,
    next_by: date,
    today: date,
    agreed: Cadence,
) -> str:
    """Half a cadence of grace before a nudge; before the first meeting is due it is too early."""
    if relationship.state == RelationshipState.PAUSED:
        return "paused"
    if today <= next_by:
        return "track" if days else "early"
    return "track" if today <= next_by + timedelta(days=agreed.every_days // 2) else "nudge"


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
