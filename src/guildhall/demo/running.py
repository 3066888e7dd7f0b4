"""Matching, publishing and living through a program of the demo."""

from datetime import datetime, timedelta
from random import Random

from guildhall.core import clock
from guildhall.demo.agreeing import agree
from guildhall.flows.actions.publishing import publish_round
from guildhall.matching.actions.rounds import RoundChanges, copy_round, start_round
from guildhall.matching.actions.words import say_about_pair
from guildhall.matching.models import MatchRound
from guildhall.meetings.actions.logging import log_meeting
from guildhall.permissions.actor import Actor, actor_for
from guildhall.programs.models import Cohort, Enrollment
from guildhall.relationships.actions.course import close_relationship
from guildhall.relationships.actions.offers import accept_offer, lapse_offers
from guildhall.relationships.actions.steps import complete_step
from guildhall.relationships.models import Relationship
from guildhall.relationships.states import RelationshipState
from guildhall.work.models import Job
from guildhall.work.running import run_job

LINES = (
    "What makes a review safe: agree on the question first, then on the answer.",
    "Try saying it back before disagreeing.",
    "Next time: bring the draft, not the idea.",
    "The first two weeks are about people, not tasks.",
    "",
    "",
)
DRAFT_AIMS = ("stable", "best", "fair")  # the last one is open when the studio is opened
MODES = ("video", "in_person", "in_person", "phone")


def open_round(
    cohort: Cohort,
    *,
    by: Actor,
    at: datetime,
    drafts: int = 1,
    together: tuple[Enrollment, Enrollment] | None = None,
) -> list[MatchRound]:
    """One or several solved drafts with different aims; a pair of the story is pinned."""
    with clock.moved_to(at):
        aims = DRAFT_AIMS[-drafts:]
        rounds = [start_round(cohort=cohort, by=by, at=at, objective=aims[0])]
        if together:
            guide, learner = together
            say_about_pair(round=rounds[0], guide=guide, learner=learner, say="pin", by=by, at=at)
        for aim in aims[1:]:
            changes = RoundChanges(objective=aim)
            rounds.append(copy_round(round=rounds[0], by=by, at=at, changes=changes))
        run_open_jobs("matching.solve", at=at)
    return [MatchRound.objects.get(pk=row.pk) for row in rounds]


def run_open_jobs(kind: str, *, at: datetime) -> None:
    """Do now what a worker would do."""
    with clock.moved_to(at):
        for job in Job.objects.filter(kind=kind, state="queued").order_by("pk"):
            run_job(job.pk)


def publish(round: MatchRound, *, by: Actor, at: datetime) -> None:
    """Publish, and let the mails go into the demo's mail page."""
    with clock.moved_to(at):
        publish_round(round=round, by=by, at=at)


def live_through(
    cohort: Cohort,
    *,
    began: datetime,
    today: datetime,
    closes: bool,
    story: set[int],
    random: Random,
) -> None:
    """Offers are accepted, first steps taken, meetings held in each pair's own rhythm.

    People of the story always accept; a few others do not answer, and their offers lapse.
    """
    for relationship in Relationship.objects.filter(cohort=cohort).order_by("pk"):
        accepted = began + timedelta(days=random.randint(1, 4))
        if relationship.state == RelationshipState.OFFERED:
            if random.random() < 0.08 and not _people(relationship) & story:
                continue
            _accept(relationship, at=accepted)
        relationship.refresh_from_db()
        if relationship.state == RelationshipState.ACTIVE:
            _meet(relationship, began=accepted, today=today, random=random)
            if random.random() < 0.5 or story & _people(relationship):
                agree(relationship, began=accepted, today=today, random=random)
            _take_steps(relationship, began=accepted, today=today, random=random)
            if closes and random.random() < 0.7:
                _close(relationship, at=today - timedelta(days=random.randint(1, 9)))

    with clock.moved_to(today):
        lapse_offers(at=today)


def _people(relationship: Relationship) -> set[int]:
    return set(relationship.parties.values_list("person_id", flat=True))


def _actors(relationship: Relationship) -> list[Actor]:
    return [
        actor_for(account_id=None, person_id=party.person_id)
        for party in relationship.parties.order_by("pk")
    ]


def _accept(relationship: Relationship, *, at: datetime) -> None:
    with clock.moved_to(at):
        for actor in _actors(relationship):
            accept_offer(relationship=relationship, by=actor, at=at)


def _meet(relationship: Relationship, *, began: datetime, today: datetime, random: Random) -> None:
    cadence = (relationship.program.plan.get("cadence") or {}) if relationship.program else {}
    every = int(cadence.get("every_days") or 30)
    actors = _actors(relationship)
    at = began + timedelta(days=random.randint(2, max(3, every)))
    while at < today - timedelta(days=random.randint(0, 6)):
        with clock.moved_to(at):
            log_meeting(
                relationship=relationship,
                on=at.date(),
                minutes=random.choice((30, 40, 45, 50, 60)),
                mode=random.choice(MODES),
                by=random.choice(actors),
                at=at,
                line=random.choice(LINES),
            )
        at += timedelta(days=max(2, int(every * random.uniform(0.7, 1.5))))


def _take_steps(
    relationship: Relationship, *, began: datetime, today: datetime, random: Random
) -> None:
    actors = _actors(relationship)
    for step in relationship.first_steps.order_by("position"):
        due = began + timedelta(days=random.randint(1, 20))
        if due < today and random.random() < 0.85:
            with clock.moved_to(due):
                actor = _who_may(step.side, relationship, actors)
                complete_step(step=step, by=actor, at=due)


def _who_may(side: str, relationship: Relationship, actors: list[Actor]) -> Actor:
    people = {p.person_id for p in relationship.parties.all() if side in ("", p.side)}
    return next(actor for actor in actors if actor.person_id in people)


def _close(relationship: Relationship, *, at: datetime) -> None:
    with clock.moved_to(at):
        close_relationship(
            relationship=relationship,
            reason="",
            by=_actors(relationship)[0],
            at=at,
        )
