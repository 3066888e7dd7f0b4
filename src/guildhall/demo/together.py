"""Noor and Gwen, twelve weeks in: goals, promises, notes, a message, times to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from guildhall.conversations.actions.notes import write_note
from guildhall.conversations.actions.posts import mark_read, send_post
from guildhall.conversations.states import Readers
from guildhall.core import clock
from guildhall.demo.people import House
from guildhall.directory.models import Person
from guildhall.goals.actions.feedback import ask_feedback, give_feedback
from guildhall.goals.actions.goals import GoalDraft, check_in, set_goal, tick_goal_step
from guildhall.goals.actions.promises import keep_promise, make_promise
from guildhall.goals.states import Pace
from guildhall.meetings.actions.proposing import propose_times
from guildhall.permissions.actor import Actor, actor_for
from guildhall.relationships.actions.steps import complete_step
from guildhall.relationships.models import Relationship
from guildhall.relationships.states import RelationshipState


def live_together(houses: Mapping[str, House], *, today: datetime) -> None:
    """Fill the page of the pair whose story the tour tells; nothing where they are not paired."""
    cast = {key: person for house in houses.values() for key, person in house.cast.items()}
    pair = (
        Relationship.objects.filter(state=RelationshipState.ACTIVE, parties__person=cast["gwen"])
        .filter(parties__person=cast["noor"])
        .first()
    )
    if pair is None:
        return
    two = Two(pair, cast["noor"], cast["gwen"])
    _settle_first_steps(two, at=today - timedelta(days=30))
    _set_goals(two, today=today)
    _promise(two, today=today)
    _write(two, today=today)
    _give_feedback(two, at=today - timedelta(days=22))
    _offer_times(two, today=today)


@dataclass(frozen=True)
class Two:
    """The pair of the tour, and who is who in it."""

    pair: Relationship
    learner: Person
    guide: Person

    @property
    def noor(self) -> Actor:
        """The mentee, acting."""
        return actor_for(account_id=None, person_id=self.learner.pk)

    @property
    def gwen(self) -> Actor:
        """The mentor, acting."""
        return actor_for(account_id=None, person_id=self.guide.pk)


def _settle_first_steps(two: Two, *, at: datetime) -> None:
    for step in two.pair.first_steps.filter(done_at__isnull=True):
        with clock.moved_to(at):
            complete_step(step=step, by=two.gwen if step.side == "guide" else two.noor, at=at)


def _set_goals(two: Two, *, today: datetime) -> None:
    draft = GoalDraft(
        text="Lead a design review",
        measure="People leave it knowing what was decided",
        serves="Leading larger designs",
        due_on=(today + timedelta(days=20)).date(),
        steps=("Watch one", "Lead one with Gwen", "Lead one alone"),
    )
    with clock.moved_to(today - timedelta(days=60)):
        at = today - timedelta(days=60)
        goal = set_goal(relationship=two.pair, owner=two.learner, draft=draft, by=two.noor, at=at)
        aim = GoalDraft(text="Ask one more question before I advise")
        set_goal(relationship=two.pair, owner=two.guide, draft=aim, by=two.gwen, at=at)
    for days, step in ((45, 0), (23, 1)):
        with clock.moved_to(today - timedelta(days=days)):
            at = today - timedelta(days=days)
            tick_goal_step(step=goal.steps.get(position=step), done=True, by=two.noor, at=at)
    with clock.moved_to(today - timedelta(days=12)):
        at = today - timedelta(days=12)
        check_in(goal=goal, pace=Pace.FURTHER, line="The questions came early.", by=two.noor, at=at)


def _promise(two: Two, *, today: datetime) -> None:
    promised = (
        ("Introduce Noor to the storage team", two.guide, None, 28),
        ("Send the dry-run slides", two.learner, 2, None),
        ("Share two design documents", two.guide, 4, None),
    )
    for text, owner, due_in, kept in promised:
        with clock.moved_to(today - timedelta(days=30)):
            promise = make_promise(
                relationship=two.pair,
                text=text,
                owner=owner,
                due_on=(today + timedelta(days=due_in)).date() if due_in else None,
                by=two.noor,
                at=today - timedelta(days=30),
            )
        if kept:
            with clock.moved_to(today - timedelta(days=kept)):
                keep_promise(
                    promise=promise, done=True, by=two.gwen, at=today - timedelta(days=kept)
                )


def _write(two: Two, *, today: datetime) -> None:
    private = "I rush when people disagree with me. Try “say it back first” on Thursday and see."
    shared = "Three questions to expect from platform: cost, rollback, who is on call."
    notes = ((10, private, Readers.SELF, two.noor), (9, shared, Readers.PAIR, two.gwen))
    for days, text, readers, by in notes:
        at = today - timedelta(days=days)
        with clock.moved_to(at):
            write_note(relationship=two.pair, text=text, readers=readers, by=by, at=at)
    posts = (
        (8, two.noor, "The dry run is on Thursday. May I send you the slides the day before?"),
        (7, two.gwen, "Please do. I look at them over coffee."),
    )
    for days, by, text in posts:
        at = today - timedelta(days=days)
        with clock.moved_to(at):
            send_post(relationship=two.pair, text=text, by=by, at=at)
            mark_read(relationship=two.pair, by=two.noor, at=at + timedelta(minutes=5))
            mark_read(relationship=two.pair, by=two.gwen, at=at + timedelta(minutes=5))


def _give_feedback(two: Two, *, at: datetime) -> None:
    with clock.moved_to(at):
        about = "How I answered the objection about cost"
        ask = ask_feedback(relationship=two.pair, about=about, by=two.noor, at=at)
        give_feedback(
            ask=ask,
            saw="You waited, wrote the number down, and asked what it was compared with.",
            did="The room calmed down, and Ravi answered it himself.",
            next="Say the number out loud before you write it.",
            by=two.gwen,
            at=at,
        )


def _offer_times(two: Two, *, today: datetime) -> None:
    """Two times on weekdays of the coming week, in the afternoon where Gwen is."""
    zone = ZoneInfo(two.guide.time_zone)
    days = [today + timedelta(days=n) for n in range(3, 12)]
    weekdays = [day for day in days if day.weekday() < 5][:2]
    times = [day.astimezone(zone).replace(hour=14, minute=30) for day in weekdays]
    with clock.moved_to(today):
        propose_times(
            relationship=two.pair, times=times, minutes=45, mode="video", by=two.gwen, at=today
        )
