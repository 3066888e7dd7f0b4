"""A planned end: told in time, looked back on by each alone, and chosen together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.dates import full_day
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.core.tokens import token_digest
from guildhall.mentoring.actions.ending_events import ENDING_CHOSEN, ENDING_OPENED, REVIEW_WRITTEN
from guildhall.mentoring.actions.ending_rows import require_ongoing, told
from guildhall.mentoring.ending_messages import (
    ENDING_NEAR,
    ENDING_SOON,
    ENDING_SUGGESTED,
    GOING_ON,
)
from guildhall.mentoring.ending_states import Onward
from guildhall.mentoring.models import ClosingReview, Departure, Ending, EndingChoice
from guildhall.mentoring.queries.endings import NEAR, is_looked_back_on
from guildhall.notify.actions.outbox import send_many
from guildhall.permissions.access import require
from guildhall.permissions.actor import SYSTEM, Actor
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.actions.continuing import continue_informally, extend
from guildhall.relationships.actions.course import close_relationship
from guildhall.relationships.actions.rows import locked, own_party, present_parties, record_in_pair
from guildhall.relationships.endings import on_end
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.states import RelationshipState

SOON = timedelta(days=7)
# Words may still be found for a while after a good end.
WRITTEN_UNTIL = timedelta(days=60)
LONGEST = 2000
LONGEST_EXTENSION = timedelta(days=366 * 2)


@dataclass(frozen=True)
class Review:
    """A look back as it is handed in; every part may be left out, but not all of them."""

    reached: str = ""
    learned: str = ""
    thanks: str = ""


def write_review(
    *, relationship: Relationship, review: Review, by: Actor, at: datetime
) -> ClosingReview:
    """Keep one's own look back; writing again changes it until the others have read the thanks.

    Nobody is told. Refuses an end without words, and a pair that was left early.
    """
    require(ACT_IN_RELATIONSHIP, by, relationship)
    with transaction.atomic():
        row = locked(relationship)
        _require_writable(row, at=at)
        parties = present_parties(row)
        mine = own_party(parties, by)
        lines = _lines(review)
        ending = _newest(row) if row.state == RelationshipState.CLOSED else current_ending(row)
        if ending is None:
            ending = open_ending(row, by=by, at=at)
        written = ClosingReview.objects.filter(ending=ending)
        others = written.exclude(person_id=mine.person_id).count()
        own = written.filter(person_id=mine.person_id).first()
        if own and (others == len(parties) - 1 or row.state == RelationshipState.CLOSED):
            raise WrongState(_("Your thanks have been handed over, so they stay as they are."))
        own, _is_new = ClosingReview.objects.update_or_create(
            ending=ending, person_id=mine.person_id, defaults={**lines, "written_at": at}
        )
        record_in_pair(REVIEW_WRITTEN, own, row, by=by, at=at)
    return own


def choose_onward(
    *,
    relationship: Relationship,
    choice: str,
    until: date | None = None,
    by: Actor,
    at: datetime,
) -> Ending:
    """Say how it should go on. Once all would like the same it happens, in the same transaction:
    it closes, gets its later day, or goes on without its program.

    The others are told of the first suggestion and of the outcome. Refuses a day that is no
    later than the planned one, or more than two years ahead.
    """
    require(ACT_IN_RELATIONSHIP, by, relationship)
    with transaction.atomic():
        row = locked(relationship)
        require_ongoing(row)
        if row.is_circle:
            raise WrongState(_("A circle goes on without you. Whoever leads it ends it."))
        parties = present_parties(row)
        mine = own_party(parties, by)
        wish = _require_choice(row, choice)
        day = _require_day(row, until, at=at) if wish == Onward.EXTEND else None
        ending = current_ending(row) or open_ending(row, by=by, at=at)
        EndingChoice.objects.update_or_create(
            ending=ending,
            person_id=mine.person_id,
            defaults={"choice": wish, "until": day, "chosen_at": at},
        )
        record_in_pair(ENDING_CHOSEN, ending, row, by=by, at=at)
        present = {party.person_id for party in parties}
        choices = list(ending.choices.filter(person_id__in=present))
        same = {(one.choice, one.until) for one in choices} == {(wish, day)}
        if same and len(choices) == len(present):
            _settle(ending, row, parties, wish, day, by=by, at=at)
        else:
            _suggest(ending, row, parties, mine, wish, day, at=at)
    return ending


def remind_of_endings(*, at: datetime) -> int:
    """Tell each pair four weeks before its planned end, and once more a week before; returns how
    many messages. The clock calls this."""
    near = Relationship.objects.filter(
        state=RelationshipState.ACTIVE,
        is_circle=False,
        ends_on__gte=at.date(),
        ends_on__lte=(at + NEAR).date(),
    ).select_related("program")
    return sum(_remind(row, at=at) for row in near.order_by("pk") if is_looked_back_on(row))


def _remind(relationship: Relationship, *, at: datetime) -> int:
    with transaction.atomic():
        row = locked(relationship)
        if row.state != RelationshipState.ACTIVE or row.ends_on is None:
            return 0
        parties = present_parties(row)
        ending = current_ending(row)
        is_soon = row.ends_on <= (at + SOON).date()
        if ending is None:
            ending = open_ending(row, by=SYSTEM, at=at)
            kind, to = ENDING_NEAR, parties
        elif is_soon and ending.reminded_at is None:
            chosen = set(ending.choices.values_list("person_id", flat=True))
            kind, to = ENDING_SOON, [p for p in parties if p.person_id not in chosen]
        else:
            return 0
        if is_soon:
            ending.reminded_at = at
            ending.save(update_fields=["reminded_at"])
        day = full_day(row.ends_on)
        key = str(ending.pk)
        send_many(
            [
                told(kind, row, to=party, parties=parties, key=key, page="ending/", day=day)
                for party in to
            ],
            at=at,
        )
    return len(to)


@on_end
def settle_ending(row: Relationship, by: Actor, at: datetime) -> None:
    """Whatever they were about to choose, it has ended now."""
    Ending.objects.filter(relationship=row, settled_at=None).update(settled_at=at)


def _newest(row: Relationship) -> Ending | None:
    return row.endings.first()


def current_ending(row: Relationship) -> Ending | None:
    """The end that is not settled yet."""
    return row.endings.filter(settled_at__isnull=True).first()


def open_ending(row: Relationship, *, by: Actor, at: datetime) -> Ending:
    """Begin to ask how it ends or goes on; the row is locked."""
    is_over = row.state == RelationshipState.CLOSED
    ending = Ending.objects.create(
        relationship=row, ends_on=row.ends_on, opened_at=at, settled_at=at if is_over else None
    )
    record_in_pair(ENDING_OPENED, ending, row, by=by, at=at)
    return ending


def _require_writable(row: Relationship, *, at: datetime) -> None:
    if row.state != RelationshipState.CLOSED:
        require_ongoing(row)
        return
    is_late = row.closed_at is None or row.closed_at + WRITTEN_UNTIL < at
    was_left = Departure.objects.filter(relationship=row).exists()
    if is_late or was_left or row.contact_rests_since is not None:
        raise WrongState(_("This has ended, and nothing more is written here."))


def _lines(review: Review) -> dict[str, str]:
    lines = {name: getattr(review, name).strip() for name in ("reached", "learned", "thanks")}
    problems = {
        name: _("Keep it to %(most)d characters.") % {"most": LONGEST}
        for name, line in lines.items()
        if len(line) > LONGEST
    }
    if not any(lines.values()):
        problems["thanks"] = _("Write one line at least, here or above.")
    if problems:
        raise InvalidInput(_("This is not saved yet."), problems)
    return lines


def _require_choice(row: Relationship, choice: str) -> Onward:
    known: Sequence[str] = [Onward.CLOSE, Onward.EXTEND, Onward.INFORMAL]
    if row.program_id is None and row.ends_on is None:
        known = [Onward.CLOSE]
    if choice not in known:
        raise InvalidInput(
            _("This is not saved yet."), {"choice": _("Choose one of the ways to go on.")}
        )
    return Onward(choice)


def _require_day(row: Relationship, until: date | None, *, at: datetime) -> date:
    earliest = max(row.ends_on or at.date(), at.date())
    if until is None or until <= earliest:
        problem = _("Choose a day after %(day)s.") % {"day": full_day(earliest)}
    elif until > at.date() + LONGEST_EXTENSION:
        problem = _("Choose a day within two years; you can go on once more then.")
    else:
        return until
    raise InvalidInput(_("This is not saved yet."), {"until": problem})


def _settle(
    ending: Ending,
    row: Relationship,
    parties: Sequence[Party],
    wish: Onward,
    day: date | None,
    *,
    by: Actor,
    at: datetime,
) -> None:
    ending.outcome, ending.settled_at = wish, at
    ending.save(update_fields=["outcome", "settled_at"])
    if wish == Onward.CLOSE:
        close_relationship(relationship=row, by=by, at=at)
        return
    if day is not None:
        extend(row, ends_on=day, by=by, at=at)
        how = _("You go on until %(day)s.") % {"day": full_day(day)}
    else:
        continue_informally(row, parties, by=by, at=at)
        how = _("You go on informally, without a last day and without forms.")
    send_many(
        [
            told(GOING_ON, row, to=party, parties=parties, key=str(ending.pk), page="", how=how)
            for party in parties
        ],
        at=at,
    )


def _suggest(
    ending: Ending,
    row: Relationship,
    parties: Sequence[Party],
    mine: Party,
    wish: Onward,
    day: date | None,
    *,
    at: datetime,
) -> None:
    # Whose wish and which stands on the page alone; the key must not tell it either.
    key = f"{ending.pk}:{token_digest(f'{mine.person_id}:{wish}:{day}')[:16]}"
    send_many(
        [
            told(
                ENDING_SUGGESTED,
                row,
                to=party,
                parties=parties,
                key=key,
                page="ending/",
            )
            for party in parties
            if party.pk != mine.pk
        ],
        at=at,
    )
