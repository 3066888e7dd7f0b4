"""What expectations and agreements add to the page of a pair."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.agreements.queries.comparison import side_names
from guildhall.agreements.queries.reading import read_version
from guildhall.agreements.queries.standing import ASKED, NONE, Standing, standing
from guildhall.relationships.models import Party
from guildhall.relationships.queries.names import listed
from guildhall.relationships.states import RelationshipState
from guildhall.web.relationships.parts import DUE, GOOD, Line, Part, PartContext, Piece, Prompt

FORTNIGHT, WEEK = timedelta(days=14), timedelta(days=7)
EXPECTATIONS, AGREEMENT = "expectations", "agreement"
# Somebody waits for it, or the pair itself named the day: before what a plan wishes for.
WAITED_FOR = DUE - 1


def agreements_part(context: PartContext) -> Part:
    """What is to be answered, read, signed or looked at again; for staff done or not done."""
    if context.relationship.state == RelationshipState.OFFERED:
        return Part()
    parties = [member.party for member in context.found.members]
    now = standing(context.relationship, parties=parties, today=context.today)
    if now.mode == NONE and not now.has_anything:
        return Part()
    prompts = _prompts(context, now) if context.is_open else ()
    return Part(
        prompts=tuple(prompts),
        lines=tuple(_lines(context, now)),
        cards=_cards(context, now),
        links=_links(context, now),
    )


def _prompts(context: PartContext, now: Standing) -> Iterable[Prompt]:
    """In the order in which they come up; the page chooses what presses most."""
    if now.review is not None and now.proposed is None:
        shown = {"review": now.review}
        yield Prompt(WAITED_FOR, "agreements/_prompt_review.html", now.review.on, shown)
    yield from _signing(context, now)
    yield from _answering(context, now)


def _signing(context: PartContext, now: Standing) -> Iterable[Prompt]:
    proposed, you = now.proposed, context.you
    if proposed is None or you is None:
        return
    if you.pk not in now.signed:
        who = proposed.written_by.given_name if proposed.written_by else _("Your partner")
        by = proposed.written_at.date() + WEEK
        yield Prompt(WAITED_FOR, "agreements/_prompt_sign.html", by, {"who": who})
    elif planned := _open_step(context, AGREEMENT):
        shown = {"names": _names(now.waiting_for(now.signed)), "is_signing": True}
        yield Prompt(DUE, "agreements/_prompt_waiting.html", planned, shown)


def _answering(context: PartContext, now: Standing) -> Iterable[Prompt]:
    you, current = context.you, now.round
    if you is None:
        return
    is_again = current is not None and current.number > 1
    if you.pk not in now.done:
        others_wait = bool(now.done)
        if is_again or others_wait or (now.mode == ASKED and not now.versions):
            yield _answer_prompt(context, now, is_again=is_again)
    elif now.may_compare(you):
        if not now.versions:
            by = _open_step(context, AGREEMENT) or _after(current and current.revealed_at, context)
            shown = {"by": by, "is_late": by < context.today}
            yield Prompt(DUE, "agreements/_prompt_compare.html", by, shown)
    elif planned := _open_step(context, EXPECTATIONS):
        waiting = {"names": _names(now.waiting_for(now.done))}
        yield Prompt(DUE, "agreements/_prompt_waiting.html", planned, waiting)


def _answer_prompt(context: PartContext, now: Standing, *, is_again: bool) -> Prompt:
    began = now.round.opened_at if now.round else context.relationship.opened_at
    by = _open_step(context, EXPECTATIONS) or _after(began, context)
    answered = [party for party in now.parties if party.pk in now.done]
    shown = {
        "by": by,
        "is_late": by < context.today,
        "is_again": is_again,
        "answered": _names(answered),
        "has_begun": context.you is not None and context.you.pk in now.drafts,
    }
    presses = WAITED_FOR if answered else GOOD if is_again else DUE
    return Prompt(presses, "agreements/_prompt_answer.html", by, shown)


def _open_step(context: PartContext, key: str) -> date | None:
    """The day of the plan's own step for this, while that step is open."""
    for line in context.found.steps:
        if line.step.key == key and line.step.done_at is None:
            return line.step.due_on or context.today
    return None


def _after(moment: Any, context: PartContext) -> date:
    return (moment.date() if moment else context.today) + FORTNIGHT


def _lines(context: PartContext, now: Standing) -> Iterable[Line]:
    pair = context.you is not None
    for one in now.rounds:
        if one.revealed_at is not None:
            title = _("You both said what you expect") if pair else _("Both said what they expect")
            yield _line(one.revealed_at, "list-checks", "brand", title, EXPECTATIONS)
    for version in now.versions:
        if version.in_force_at is not None:
            first = version.number == 1 or not pair
            title = _("Agreement signed by everybody")
            if len(now.parties) == 2:
                title = _("Agreement signed by both")
            if not first:
                title = _("New version of the agreement signed")
            yield _line(version.in_force_at, "file-check", "plain", title, AGREEMENT)
    for review in now.kept if pair else ():
        if review.answered_at is not None and review.answer == "kept":
            who = review.answered_by.given_name if review.answered_by else ""
            title = _("Agreement looked at again: still right")
            if who and context.you is not None and review.answered_by_id != context.you.person_id:
                title = _("%(who)s looked at the agreement again: still right") % {"who": who}
            yield _line(review.answered_at, "file-clock", "plain", title)


def _line(at: Any, icon: str, tone: str, title: str, tells: str = "") -> Line:
    shown = {"icon": icon, "tone": tone, "title": title}
    return Line(at, "agreements/_line.html", context=shown, tells=tells)


def _cards(context: PartContext, now: Standing) -> tuple[Piece, ...]:
    if context.you is None:
        lines = _progress(context, now, links=False)
        return (Piece(30, "agreements/_card_staff.html", {"lines": lines}),)
    if now.in_force is not None:
        read = read_version(now.in_force, names=side_names(now.parties))
        return (Piece(30, "agreements/_card.html", {"read": read}),)
    if now.has_anything or (now.mode == ASKED and context.is_open):
        lines = _progress(context, now, links=True)
        return (Piece(30, "agreements/_card_begun.html", {"lines": lines}),)
    return ()


def _progress(context: PartContext, now: Standing, *, links: bool) -> list[dict[str, Any]]:
    """Done or not done, and by whom; the pair gets the way in."""
    pk = context.relationship.pk
    waiting = now.waiting_for(now.done)
    unsigned = now.waiting_for(now.signed) if now.proposed else []
    note = ""
    if now.done and waiting:
        note = _("Waiting for %(names)s") % {"names": _names(waiting)}
    sign_note = ""
    if now.proposed is not None:
        sign_note = _("Waiting for %(names)s") % {"names": _names(unsigned)}
    return [
        {
            "text": _("Say what you expect") if links else _("What they expect"),
            "is_done": bool(now.done) and not waiting,
            "note": note,
            "url": reverse("expectations", args=[pk]) if links else "",
        },
        {
            "text": _("Sign an agreement") if links else _("Agreement signed"),
            "is_done": now.in_force is not None,
            "note": sign_note,
            "url": reverse("agreement", args=[pk]) if links else "",
        },
    ]


def _links(context: PartContext, now: Standing) -> tuple[Piece, ...]:
    """Where nobody is asked, the way in is a quiet link."""
    if context.is_open and now.mode != ASKED and not now.has_anything:
        return (Piece(20, "agreements/_link.html"),)
    return ()


def _names(parties: Iterable[Party]) -> str:
    return listed([party.person.given_name for party in parties])
