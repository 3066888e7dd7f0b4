"""What meetings add to the page of a pair."""

from datetime import date, datetime, time

from guildhall.meetings.models import Meeting
from guildhall.meetings.queries.lines import days_met, held_meetings
from guildhall.meetings.queries.plans import Plans, plans_of
from guildhall.meetings.queries.rhythm import Rhythm, rhythm_of
from guildhall.meetings.states import MeetingMode
from guildhall.meetings.telling import how_words
from guildhall.relationships.states import UNDER_WAY
from guildhall.web.meetings.forms import MeetingForm
from guildhall.web.meetings.shown import moments
from guildhall.web.relationships.parts import (
    ANSWER,
    CALM,
    DUE,
    Line,
    Part,
    PartContext,
    Piece,
    Prompt,
)

ICONS = {MeetingMode.VIDEO: "video", MeetingMode.PHONE: "phone"}


def meetings_part(context: PartContext) -> Part:
    """When they met and will meet, and the ten seconds that it takes to note it."""
    held = held_meetings(context.relationship, most=context.most_lines)
    days = days_met(context.relationship)
    rhythm = rhythm_of(context.relationship, days, today=context.today)
    plans = plans_of(context.relationship, at=context.at)
    lines = [_held(meeting, context) for meeting in held]
    lines += [_booked(meeting, context) for meeting in plans.ahead]
    if rhythm and context.is_open and not plans.ahead:
        lines.append(_unbooked(rhythm, context))
    cards = (Piece(20, "meetings/_rhythm.html", {"rhythm": rhythm}),) if rhythm else ()
    return Part(
        prompts=_prompts(context, rhythm, days, plans),
        lines=tuple(lines),
        tools=_tools(context, rhythm),
        cards=cards,
    )


def _booked(meeting: Meeting, context: PartContext) -> Line:
    """What is still to come. A coordinator sees that it is booked, not where."""
    shown = {"meeting": meeting, "is_yours": context.you is not None}
    return Line(meeting.starts_at, "meetings/_booked.html", "meetings", True, shown)


def _held(meeting: Meeting, context: PartContext) -> Line:
    you = context.you
    shown = {
        "meeting": meeting,
        "icon": ICONS.get(MeetingMode(meeting.mode), "coffee") if meeting.mode else "coffee",
        "line": meeting.line if _hears(meeting, context) else "",
        "by_you": you is not None and meeting.logged_by_id == you.person_id,
    }
    return Line(meeting.starts_at, "meetings/_held.html", tab="meetings", context=shown)


def _hears(meeting: Meeting, context: PartContext) -> bool:
    """The pair do; in a circle, whoever was there when it was noted."""
    if context.you is None:
        return False
    came_at = context.found.came_at
    return came_at is None or meeting.logged_at >= came_at


def _unbooked(rhythm: Rhythm, context: PartContext) -> Line:
    at = datetime.combine(
        max(rhythm.next_by, context.today), time(23, 59), tzinfo=context.at.tzinfo
    )
    return Line(at, "meetings/_unbooked.html", "meetings", True, {"rhythm": rhythm})


def _prompts(
    context: PartContext, rhythm: Rhythm | None, days: list[date], plans: Plans
) -> tuple[Prompt, ...]:
    you = context.you
    if you is None or context.relationship.state not in UNDER_WAY:
        return ()
    found = []
    proposal = plans.proposal
    if proposal and proposal.proposed_by_id != you.person_id:
        others = [member.party.person for member in context.found.others]
        times = [time for time in proposal.times.all() if time.starts_at > context.at]
        shown = moments([time.starts_at for time in times], reader=you.person, others=others)
        offered = list(zip(times, shown, strict=True))
        if offered:
            by = shown[0].at.date()
            words = {"proposal": proposal, "offered": offered, "how": how_words(proposal)}
            found.append(Prompt(ANSWER, "meetings/_choose.html", by, words))
    for meeting in plans.to_confirm[:1]:
        day = meeting.starts_at.date()
        found.append(Prompt(ANSWER, "meetings/_did_you_meet.html", day, {"meeting": meeting}))
    if plans.ahead:
        first = plans.ahead[0]
        words = {"meeting": first}
        found.append(Prompt(CALM - 2, "meetings/_next.html", first.starts_at.date(), words))
    elif rhythm and not (proposal and proposal.proposed_by_id == you.person_id):
        found.append(_find_a_time(context, rhythm, days))
    elif rhythm:
        words = {"rhythm": rhythm, "last_met": max(days, default=None), "waits": True}
        found.append(Prompt(CALM - 1, "meetings/_calm.html", rhythm.next_by, words))
    return tuple(found)


def _find_a_time(context: PartContext, rhythm: Rhythm, days: list[date]) -> Prompt:
    shown = {"rhythm": rhythm, "last_met": max(days, default=None)}
    if rhythm.next_by <= context.today:
        return Prompt(DUE, "meetings/_meet.html", rhythm.next_by, shown)
    return Prompt(CALM - 1, "meetings/_calm.html", rhythm.next_by, shown)


def _tools(context: PartContext, rhythm: Rhythm | None) -> tuple[Piece, ...]:
    if not context.is_open:
        return ()
    form = context.refused.get("we_met") or MeetingForm(
        today=context.today, cadence=rhythm.cadence if rhythm else None
    )
    return (
        Piece(5, "meetings/_find.html"),
        Piece(10, "meetings/_log.html", {"form": form}),
    )
