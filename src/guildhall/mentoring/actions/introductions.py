"""Introducing a learner to a colleague: both say yes before either has an address."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput, NotAllowed, WrongState
from guildhall.directory.models import Membership, Person
from guildhall.mentoring.actions.wisdom_events import INTRODUCTION_ANSWERED
from guildhall.mentoring.actions.wisdom_events import INTRODUCTION_OFFERED as OFFERED
from guildhall.mentoring.actions.wisdom_rows import require_going_on, require_texts
from guildhall.mentoring.models import Introduction
from guildhall.mentoring.queries.apart import never_with
from guildhall.mentoring.queries.known import colleagues_of
from guildhall.mentoring.reflection_access import ANSWER_INTRODUCTION
from guildhall.mentoring.wisdom_messages import INTRODUCTION_MADE, INTRODUCTION_OFFERED
from guildhall.mentoring.wisdom_states import IntroductionState
from guildhall.notify.actions.outbox import send
from guildhall.notify.outgoing import ActButton
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.states import Side
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.actions.rows import locked, own_party, present_parties
from guildhall.relationships.models import Party, Relationship

YES, NO = "introduction.yes", "introduction.no"
STANDS = timedelta(days=30)


def offer_introduction(
    *,
    relationship: Relationship,
    learner: Person,
    colleague: Membership,
    line: str,
    by: Actor,
    at: datetime,
) -> Introduction:
    """Offer to introduce a learner of the pair to a member of one's organization, or to a guide of
    another one who agreed to be shown there.

    Both get a mail with a yes and a no; neither sees the other's address. Refuses learners,
    somebody of the pair, and a second offer of the same while one waits.
    """
    require(ACT_IN_RELATIONSHIP, by, relationship)
    words = require_texts({"line": line}, needed=("line",), lines=("line",))["line"]
    with transaction.atomic():
        row = locked(relationship)
        require_going_on(row)
        parties = present_parties(row)
        mine = own_party(parties, by)
        _require_fit(mine, parties, learner, colleague, by=by)
        if never_with(learner.pk, [colleague.person_id]):
            raise InvalidInput(
                _("This is not sent yet."),
                {"colleague": _("This cannot be offered. Somebody else may suit as well.")},
            )
        _require_none_waiting(learner, colleague, at=at)
        found = Introduction.objects.create(
            relationship=row,
            offered_by=mine.person,
            learner=learner,
            colleague=colleague.person,
            line=words,
            offered_at=at,
        )
        _record(OFFERED, found, by=by, at=at)
        _ask(found, learner, colleague.person, at=at)
        _ask(found, colleague.person, learner, at=at)
    return found


def answer_introduction(
    *, introduction: Introduction, agrees: bool, by: Actor, at: datetime
) -> Introduction:
    """Say yes, or let it be. After two yeses each gets the other's address; a no tells nobody
    whose it was. Refuses what is settled or waited longer than 30 days."""
    require(ANSWER_INTRODUCTION, by, introduction)
    with transaction.atomic():
        rows = Introduction.objects.select_for_update(of=("self",))
        row = rows.select_related("learner", "colleague", "offered_by", "relationship").get(
            pk=introduction.pk
        )
        if row.state != IntroductionState.ASKED:
            raise WrongState(_("This is settled already. There is nothing left to do."))
        if agrees and not _both_here(row):
            raise WrongState(_("This cannot be made any more, so nothing is passed on."))
        if at > row.offered_at + STANDS:
            raise WrongState(_("This has waited too long. It can be offered again."))
        _settle(row, agrees=agrees, by=by, at=at)
        row.save()
        _record(INTRODUCTION_ANSWERED, row, by=by, at=at)
        if row.state == IntroductionState.MADE:
            _made(row, row.learner, row.colleague, at=at)
            _made(row, row.colleague, row.learner, at=at)
    return row


def _both_here(row: Introduction) -> bool:
    """Both still belong somewhere, and nothing keeps them apart; which it is, is not told."""
    if never_with(row.learner_id, [row.colleague_id]):
        return False
    people = {row.learner_id, row.colleague_id}
    here = Membership.objects.filter(person__in=people, ended_at=None)
    return set(here.values_list("person_id", flat=True)) == people


def _require_fit(
    mine: Party, parties: list[Party], learner: Person, to: Membership, *, by: Actor
) -> None:
    if mine.side != Side.GUIDE:
        raise NotAllowed(_("Whoever guides offers introductions. Ask them for one."))
    if learner.pk not in {p.person_id for p in parties if p.side == Side.LEARNER}:
        raise InvalidInput(_("This is not sent yet."), {"learner": _("Choose one of you.")})
    if not colleagues_of(by).filter(pk=to.pk).exists():
        problem = _("Choose somebody of your organization, or a guide who is shown to you.")
        raise InvalidInput(_("This is not sent yet."), {"colleague": problem})
    if to.person_id in {p.person_id for p in parties}:
        raise InvalidInput(
            _("This is not sent yet."), {"colleague": _("You know each other already.")}
        )


def _require_none_waiting(learner: Person, to: Membership, *, at: datetime) -> None:
    """Whoever is introduced is held, since another pair may offer the same just now. One that
    waited too long is let be."""
    Person.objects.select_for_update(no_key=True).get(pk=learner.pk)
    asked = Introduction.objects.filter(
        learner=learner, colleague=to.person, state=IntroductionState.ASKED
    )
    asked.filter(offered_at__lt=at - STANDS).update(state=IntroductionState.LET_BE, settled_at=at)
    if asked.exists():
        raise WrongState(_("This introduction waits for an answer already."))


def _settle(row: Introduction, *, agrees: bool, by: Actor, at: datetime) -> None:
    if not agrees:
        row.state, row.settled_at = IntroductionState.LET_BE, at
        return
    if by.person_id == row.learner_id:
        row.learner_yes_at = at
    else:
        row.colleague_yes_at = at
    if row.learner_yes_at and row.colleague_yes_at:
        row.state, row.settled_at = IntroductionState.MADE, at


def _ask(row: Introduction, to: Person, other: Person, *, at: datetime) -> None:
    ends = row.offered_at + STANDS
    send(
        INTRODUCTION_OFFERED.key,
        to=to,
        values={"partner": row.offered_by.name, "other": other.name},
        key=f"{INTRODUCTION_OFFERED.key}:{row.pk}:{to.pk}",
        at=at,
        path=f"/introductions/{row.code}/",
        acts=(
            ActButton(YES, row.pk, _("Yes, introduce us"), expires_at=ends),
            ActButton(NO, row.pk, _("Let it be"), expires_at=ends, is_quiet=True),
        ),
    )


def _made(row: Introduction, to: Person, other: Person, *, at: datetime) -> None:
    send(
        INTRODUCTION_MADE.key,
        to=to,
        values={"partner": row.offered_by.name, "other": other.name, "address": other.email},
        key=f"{INTRODUCTION_MADE.key}:{row.pk}:{to.pk}",
        at=at,
        path=f"/introductions/{row.code}/",
    )


def _record(kind: str, row: Introduction, *, by: Actor, at: datetime) -> None:
    record(
        kind,
        by=by,
        subject=row,
        at=at,
        organization_id=row.relationship.organization_id,
        relationship=row.relationship_id,
    )
