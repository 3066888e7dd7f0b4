"""Rounds of ratings are opened: by hand, or on the days that the program's plan names."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from guildhall.assessment.access import OPEN_RATINGS
from guildhall.assessment.actions.events import RATINGS_OPENED
from guildhall.assessment.actions.rows import (
    day_of,
    guides_of,
    locked_passport,
    open_pairs,
    record_in_passport,
    told,
)
from guildhall.assessment.messages import RATING_WANTED
from guildhall.assessment.models import Passport, RatingRound
from guildhall.assessment.queries.ratings import rounds_of
from guildhall.core.dates import full_day
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.outgoing import Outgoing
from guildhall.permissions.access import require
from guildhall.permissions.actor import SYSTEM, Actor
from guildhall.programs.models import Program
from guildhall.relationships.models import Relationship
from guildhall.relationships.plans import Terms, plan_of
from guildhall.relationships.states import UNDER_WAY

# How long there is to lock; a round that nobody locks makes way after so many days.
DUE_AFTER, MAKES_WAY_AFTER = timedelta(days=10), timedelta(days=30)
LONGEST_TITLE = 80


def open_round(
    *, passport: Passport, title: str, due_on: date | None = None, by: Actor, at: datetime
) -> RatingRound:
    """Ask the learner and whoever guides them to rate all competencies, each alone; both are told.

    Whoever guides them and whoever runs the program may. Refuses without a pair that goes on, while
    a round is open, without a title, and a day that has passed.
    """
    require(OPEN_RATINGS, by, passport)
    with transaction.atomic():
        passport = locked_passport(passport)
        pairs = open_pairs(passport)
        if not pairs:
            raise WrongState(_("Nobody guides this learner now. A round needs both sides."))
        today = day_of(passport, at)
        words = title.strip()
        problems: dict[str, str] = {}
        if not words or len(words) > LONGEST_TITLE:
            problems["title"] = _("Write a short title, up to %(most)d characters.") % {
                "most": LONGEST_TITLE
            }
        if due_on is not None and due_on < today:
            problems["due_on"] = _("This day has passed. Choose a later one.")
        if problems:
            raise InvalidInput(_("This is not open yet."), problems)
        if _is_open(passport, at=at):
            raise WrongState(_("A round is open already. Lock both sheets first."))
        return _open(passport, pairs[0], words, due_on, by=by, at=at)


def open_due_rounds(*, at: datetime) -> int:
    """The clock: open the round that each pair's plan names for a day that has come. Says how many.

    Only the newest such day counts, so that a clock that stood still asks once.
    """
    opened = 0
    for passport, pair, day in _due(at):
        with transaction.atomic():
            row = locked_passport(passport)
            if _newest_day(row) >= day or _is_open(row, at=at):
                continue
            began = Terms.of(pair).start(pair.opened_at or at)
            week = (day - began).days // 7 + 1
            _open(row, pair, _("Week %(week)d") % {"week": week}, None, by=SYSTEM, at=at)
            opened += 1
    return opened


def _due(at: datetime) -> Iterator[tuple[Passport, Relationship, date]]:
    """Passports of pairs under way for which the newest day of the plan has come and no round was
    opened since; four queries."""
    planned = Program.objects.filter(plan__has_key="rating_days")
    rows = Relationship.objects.filter(state__in=UNDER_WAY, program__in=planned)
    pairs = {row.pk: row for row in rows.select_related("program", "cohort", "organization")}
    links = Passport.relationships.through.objects.filter(
        relationship__state__in=UNDER_WAY, relationship__program__in=planned
    )
    newest = dict(
        RatingRound.objects.filter(passport__in=links.values("passport_id"))
        .order_by()
        .values_list("passport")
        .annotate(newest=Max("opened_at"))
    )
    for link in links.select_related("passport__organization").order_by("pk"):
        passport, pair = link.passport, pairs[link.relationship_id]
        come = [day for day in _planned_days(pair) if day <= day_of(passport, at)]
        opened = newest.get(passport.pk)
        if come and (opened is None or day_of(passport, opened) < max(come)):
            yield passport, pair, max(come)


def _planned_days(pair: Relationship) -> list[date]:
    if pair.opened_at is None:
        return []
    began = Terms.of(pair).start(pair.opened_at)
    return [began + timedelta(days=days) for days in plan_of(pair).get("rating_days", [])]


def _newest_day(passport: Passport) -> date:
    newest = RatingRound.objects.filter(passport=passport).first()
    return day_of(passport, newest.opened_at) if newest else date.min


def _is_open(passport: Passport, *, at: datetime) -> bool:
    """Whether the newest round still waits for somebody and is not so old that it makes way."""
    rounds = rounds_of(passport)
    if not rounds or rounds[0].is_settled:
        return False
    return rounds[0].round.opened_at > at - MAKES_WAY_AFTER


def _open(
    passport: Passport,
    pair: Relationship,
    title: str,
    due_on: date | None,
    *,
    by: Actor,
    at: datetime,
) -> RatingRound:
    due = due_on or day_of(passport, at + DUE_AFTER)
    row = RatingRound.objects.create(
        passport=passport, relationship=pair, title=title, opened_at=at, due_on=due
    )
    record_in_passport(RATINGS_OPENED, row, passport, by=by, at=at)
    send_many(list(_asked(row, passport, due)), at=at)
    return row


def _asked(row: RatingRound, passport: Passport, due: date) -> Iterator[Outgoing]:
    guides = [party.person for party in guides_of(open_pairs(passport))]
    both = [(passport.learner, guides[0])] if guides else []
    both += [(guide, passport.learner) for guide in guides]
    for to, other in both:
        yield told(
            RATING_WANTED,
            passport,
            to,
            event=str(row.pk),
            path=f"/rating-rounds/{row.pk}/",
            who=other.name,
            until=full_day(due),
        )
