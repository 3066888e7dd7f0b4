"""Reporting a worry, adding to it, and reminding until a person has seen it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.core.tokens import new_token
from guildhall.directory.models import Organization
from guildhall.permissions.access import require
from guildhall.permissions.actor import SYSTEM, Actor
from guildhall.programs.models import Program
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.actions.resting import hold_pairs, rest_contact
from guildhall.relationships.models import Relationship
from guildhall.safety.access import ADD_TO_WORRY, READ_WORRY, TURN_TO_ORGANIZATION
from guildhall.safety.actions.choosing import settle_readers
from guildhall.safety.actions.events import REST_BEGUN, WORRY_REPORTED, WORRY_WRITTEN, note
from guildhall.safety.actions.rows import (
    LONGEST_REACH,
    first_reminder,
    fitting,
    held,
    require_open,
    some_words,
)
from guildhall.safety.actions.telling import path_of, tell
from guildhall.safety.messages import REPORT_ADDED, REPORT_WAITS
from guildhall.safety.models import Entry, Rest, Worry
from guildhall.safety.queries.readers import readers_of
from guildhall.safety.queries.worries import places_for
from guildhall.safety.states import EntryKind, Wish, WorryKind, WorryState, usual_wish

AGAIN = timedelta(days=1)


@dataclass(frozen=True)
class Report:
    """What is reported. An empty wish is the usual one. `people` are ids of those who may read it,
    None for the usual ones; whoever else could have been chosen is left out."""

    kind: str
    wish: str = ""
    text: str = ""
    reach: str = ""
    people: frozenset[int] | None = None


def report_worry(
    *,
    report: Report,
    organization: Organization | None = None,
    relationship: Relationship | None = None,
    program: Program | None = None,
    by: Actor,
    at: datetime,
) -> Worry:
    """Report a worry about a pair, or to an organization; contact rests at once where wished.

    All who read it are told in the same moment, in a mail without content; the others of the pair
    learn that it is paused and nothing else. Refuses pairs, organizations and programs that are
    not the reporter's, and a choice of readers that leaves nobody.
    """
    house = _house(organization, relationship, program, by=by)
    words, reach = _words(report)
    wish = report.wish or usual_wish(report.kind, has_pair=relationship is not None)
    if wish == Wish.REST and relationship is None:
        wish = Wish.TODAY
    with transaction.atomic():
        worry = Worry.objects.create(
            code=new_token(),
            organization=house,
            relationship=relationship,
            program=relationship.program if relationship else program,
            reporter_id=by.person_id,
            kind=report.kind,
            wish=wish,
            text=words,
            reach=reach,
            reported_at=at,
            remind_at=first_reminder(house, at=at),
        )
        settle_readers(worry, report.people, at=at)
        note(WORRY_REPORTED, worry, by=by, at=at)
        if wish == Wish.REST:
            _rest(worry, by=by, at=at)
    return worry


def add_words(*, worry: Worry, text: str, by: Actor, at: datetime) -> Entry:
    """Whoever reported it adds words; those who have seen it are told that there is something."""
    require(ADD_TO_WORRY, by, worry)
    with transaction.atomic():
        row = held(worry)
        require_open(row)
        entry = Entry.objects.create(
            worry=row,
            kind=EntryKind.WORDS,
            author_id=by.person_id,
            text=some_words(text),
            written_at=at,
        )
        note(WORRY_WRITTEN, row, by=by, at=at)
        if row.state == WorryState.SEEN:
            key = f"{row.pk}:{entry.pk}"
            tell(REPORT_ADDED, readers_of(row), key=key, path=path_of(row), at=at)
    return entry


def let_contact_rest(*, worry: Worry, by: Actor, at: datetime) -> Worry:
    """Contact rests from now on: asked by whoever reported it, or by whoever handles it.

    Twice changes nothing. Refuses where it is about no pair, or closed.
    """
    require(READ_WORRY, by, worry)
    with transaction.atomic():
        row = held(worry)
        require_open(row)
        if row.relationship is None:
            raise InvalidInput(_("This is about no pair, so there is no contact to rest."))
        _rest(row, by=by, at=at)
    return row


def remind_unseen(*, at: datetime) -> int:
    """Tell the readers again of what nobody has seen; returns how many worries."""
    due = Worry.objects.filter(state=WorryState.REPORTED, remind_at__lte=at)
    count = 0
    for found in due.order_by("remind_at", "pk"):
        with transaction.atomic():
            row = held(found)
            if row.state != WorryState.REPORTED or row.remind_at is None or row.remind_at > at:
                continue
            readers = readers_of(row)
            key = f"{row.pk}:again:{row.times_reminded}"
            tell(REPORT_WAITS, readers, key=key, path=path_of(row), at=at)
            row.times_reminded += 1
            row.remind_at = at + AGAIN
            row.save(update_fields=["times_reminded", "remind_at"])
            count += 1
    return count


def _house(
    organization: Organization | None,
    relationship: Relationship | None,
    program: Program | None,
    *,
    by: Actor,
) -> Organization:
    """Whom the report goes to: the organization that the pair or the program belongs to."""
    if relationship is not None:
        require(ACT_IN_RELATIONSHIP, by, relationship)
        return relationship.organization
    if program is not None and program.pk not in {row.pk for row in places_for(by).programs}:
        raise NotVisible
    house = program.organization if program is not None else organization
    if house is None:
        raise InvalidInput(
            _("This is not sent yet."), {"about": _("Choose what your worry is about.")}
        )
    require(TURN_TO_ORGANIZATION, by, house)
    return house


def _words(report: Report) -> tuple[str, str]:
    if report.kind not in WorryKind.values:
        raise InvalidInput(_("This is not sent yet."), {"kind": _("Choose what fits best.")})
    if report.wish and report.wish not in Wish.values:
        raise InvalidInput(_("This is not sent yet."), {"wish": _("Choose one, or none.")})
    reach = fitting(report.reach, name="reach", most=LONGEST_REACH)
    return fitting(report.text, name="text"), reach


def _rest(worry: Worry, *, by: Actor, at: datetime) -> None:
    """The house does it: neither the pause nor a cancelled meeting tells who asked."""
    assert worry.relationship is not None
    # Held, so that a lift of another rest waits and counts this one.
    hold_pairs(worry.relationship)
    if not worry.rests.filter(lifted_at__isnull=True).exists():
        Rest.objects.create(worry=worry, relationship=worry.relationship, since=at)
        rest_contact(relationship=worry.relationship, by=SYSTEM, at=at)
        note(REST_BEGUN, worry, by=by, at=at)
