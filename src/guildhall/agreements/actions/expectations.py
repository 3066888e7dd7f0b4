"""Answering what one expects, and settling where the two differ."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.agreements.access import CHANGE_AGREEMENT
from guildhall.agreements.actions.events import (
    EXPECTATION_SETTLED,
    EXPECTATIONS_ANSWERED,
    EXPECTATIONS_REVEALED,
)
from guildhall.agreements.actions.rows import held, told
from guildhall.agreements.kinds import BOTH_ANSWERED, YOUR_TURN
from guildhall.agreements.models import ExpectationRound, ExpectationSheet, Settlement
from guildhall.agreements.queries.comparison import Conversation, comparison, side_names
from guildhall.agreements.queries.standing import answered_on_both_sides
from guildhall.agreements.states import Outcome
from guildhall.agreements.topics import topic_of
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.notify.actions.outbox import send_many
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.relationships.actions.rows import own_party, present_parties, record_in_pair
from guildhall.relationships.actions.steps import complete_planned
from guildhall.relationships.models import Party, Relationship

STEP = "expectations"
LONGEST = 300
MIDDLE, OWN, DIFFER, OPTION = "middle", "own", "differ", "option:"


@dataclass(frozen=True)
class Given:
    """An answer as it was chosen: an option's key, and 1 to 3 where it was said to matter."""

    option: str
    importance: int | None = None


def save_answers(
    *,
    relationship: Relationship,
    answers: Mapping[str, Given],
    is_done: bool,
    by: Actor,
    at: datetime,
) -> ExpectationSheet:
    """Keep somebody's own answers, by topic; nobody else reads them before both sides are done.

    With `is_done` they count: the others are told that it is their turn or, once each side has
    answered, that all may be read, and the first step is ticked off. Refuses an unknown answer,
    and a change after the answers were read.
    """
    require(CHANGE_AGREEMENT, by, relationship)
    with transaction.atomic():
        row = held(relationship)
        parties = present_parties(row)
        party = own_party(parties, by)
        current = _current_round(row, at=at)
        sheet = current.sheets.filter(party=party).first()
        _refuse_late(current, sheet)
        _refuse_unknown(answers, is_done=is_done)
        is_first = is_done and (sheet is None or sheet.done_at is None)
        sheet = sheet or ExpectationSheet(round=current, party=party)
        sheet.sealed = json.dumps(
            {
                key: {"option": one.option, "importance": one.importance}
                for key, one in answers.items()
            }
        )
        sheet.saved_at = at
        sheet.done_at = at if is_first else sheet.done_at
        sheet.save()
        if is_first:
            record_in_pair(EXPECTATIONS_ANSWERED, sheet, row, by=by, at=at)
            _after_answer(row, current, parties, party, by=by, at=at)
    return sheet


def _current_round(row: Relationship, *, at: datetime) -> ExpectationRound:
    latest = row.expectation_rounds.last()
    return latest or ExpectationRound.objects.create(relationship=row, number=1, opened_at=at)


def _refuse_late(current: ExpectationRound, sheet: ExpectationSheet | None) -> None:
    if current.revealed_at is not None and sheet is not None and sheet.done_at is not None:
        raise WrongState(
            _("Both of you have read these answers. What changes now belongs in the agreement.")
        )


def _refuse_unknown(answers: Mapping[str, Given], *, is_done: bool) -> None:
    problems: dict[str, str] = {}
    for key, given in answers.items():
        topic = topic_of(key)
        if topic is None or topic.option(given.option) is None:
            problems[key] = _("Choose one of the answers.")
        elif given.importance not in (None, 1, 2, 3):
            problems[key] = _("Choose how much it matters, or leave it open.")
    if problems or (is_done and not answers):
        raise InvalidInput(_("Choose at least one answer; the others may stay open."), problems)


def _after_answer(
    row: Relationship,
    current: ExpectationRound,
    parties: list[Party],
    party: Party,
    *,
    by: Actor,
    at: datetime,
) -> None:
    done = set(current.sheets.filter(done_at__isnull=False).values_list("party_id", flat=True))
    if {one.pk for one in parties} <= done:
        complete_planned(row, STEP, by=by, at=at)
    if current.revealed_at is not None:
        return
    if answered_on_both_sides(parties, done):
        current.revealed_at = at
        current.save(update_fields=["revealed_at"])
        record_in_pair(EXPECTATIONS_REVEALED, current, row, by=by, at=at)
        kind, people = BOTH_ANSWERED, [one for one in parties if one.pk in done]
    else:
        kind, people = YOUR_TURN, [one for one in parties if one.side != party.side]
    key = f"{current.pk}"
    send_many(
        [
            told(kind, row, to=one, parties=parties, key=key, page="expectations")
            for one in people
            if one.pk != party.pk
        ],
        at=at,
    )


def settle_topic(
    *,
    round: ExpectationRound,
    topic: str,
    choice: str,
    words: str = "",
    by: Actor,
    at: datetime,
) -> Settlement:
    """Write down what the pair made of a difference: the middle, one of the answers, words of
    their own, or that they agree to differ. Nobody is told: they have just talked.

    Refuses a topic that is not one of their conversations, and whoever has not answered.
    """
    require(CHANGE_AGREEMENT, by, round.relationship)
    with transaction.atomic():
        row = held(round.relationship)
        parties = present_parties(row)
        party = own_party(parties, by)
        current = ExpectationRound.objects.get(pk=round.pk)
        found = comparison(current, reader=party, parties=parties)
        talk = next((one for one in found.conversations if one.topic.key == topic), None)
        if talk is None:
            raise WrongState(_("This topic is not one to settle; you are close enough on it."))
        sealed = _settled(talk, choice, words.strip(), parties)
        settlement, _is_new = Settlement.objects.update_or_create(
            round=current,
            topic=topic,
            defaults={
                "outcome": Outcome.DIFFER if choice == DIFFER else Outcome.AGREED,
                "sealed": json.dumps(sealed),
                "settled_by_id": by.person_id,
                "settled_at": at,
            },
        )
        record_in_pair(EXPECTATION_SETTLED, settlement, row, by=by, at=at)
    return settlement


def _settled(
    talk: Conversation, choice: str, words: str, parties: Sequence[Party]
) -> dict[str, str | bool]:
    if choice == DIFFER:
        return {}
    if choice == OWN:
        if not 3 <= len(words) <= LONGEST:
            raise InvalidInput(
                _("This is not written down yet."),
                {
                    "words": _("Say it in one sentence of at most %(most)d characters.")
                    % {"most": LONGEST}
                },
            )
        return {"text": words}
    if choice == MIDDLE and talk.middle is not None:
        return {"text": talk.middle_text, "at": str(talk.middle.at)}
    option = talk.topic.option(choice.removeprefix(OPTION)) if OPTION in choice else None
    if option is None:
        raise InvalidInput(
            _("This is not written down yet."), {"choice": _("Choose what you settled on.")}
        )
    text = option.said(side_names(parties))
    return {"text": text, "at": str(option.at), "is_option": True}
