"""Telling people how their place in a program stands: one message for each change."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from guildhall.core.dates import full_day
from guildhall.core.words import with_article
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.outgoing import Outgoing
from guildhall.programs.messages import (
    APPLICATION_APPROVED,
    APPLICATION_RECEIVED,
    WAITING_FOR_MATCH,
)
from guildhall.programs.models import Cohort, Enrollment
from guildhall.programs.states import EnrollmentState, Side

OTHER = {Side.GUIDE: Side.LEARNER, Side.LEARNER: Side.GUIDE}


def tell_enrolled(
    kind: str, enrollments: Sequence[Enrollment], *, at: datetime, words: str = ""
) -> None:
    """One message of this kind to each of these people; `words` are added where the text asks.

    The key holds the moment, so that the same change is told once and a later one again.
    """
    send_many(
        [
            Outgoing(
                kind=kind,
                to=row.person,
                values=_values(kind, row, words=words),
                key=f"{kind}:{row.pk}:{at:%Y%m%d%H%M%S}",
                organization=row.cohort.program.organization,
                about=f"cohort:{row.cohort_id}",
                path=f"/enrollments/{row.pk}/",
            )
            for row in enrollments
        ],
        at=at,
    )


def common_values(cohort: Cohort, side: str) -> dict[str, str]:
    """What every kind of this room fills: the program, the cohort, the program's own word."""
    program = cohort.program
    word = program.word(side)
    return {
        "program": program.name,
        "cohort": cohort.name,
        "side": word,
        "a_side": with_article(word),
    }


def _values(kind: str, row: Enrollment, *, words: str) -> Mapping[str, str]:
    values = common_values(row.cohort, row.side)
    if kind == WAITING_FOR_MATCH:
        values["other_side"] = row.cohort.program.word(OTHER[Side(row.side)])
    elif kind == APPLICATION_APPROVED:
        values |= {"words": words, "next_step": _when_matched(row.cohort)}
    elif kind == APPLICATION_RECEIVED:
        values["next_step"] = _what_next(row)
    elif words:
        values["words"] = words
    return values


def _when_matched(cohort: Cohort) -> str:
    if cohort.matches_promised_on is None:
        return _("You hear from us as soon as there is a match.")
    return _("Matches are promised by %(day)s.") % {"day": _day(cohort.matches_promised_on)}


def _what_next(row: Enrollment) -> str:
    if row.state == EnrollmentState.SCREENING:
        return _("Somebody reads it now, and you hear from us by mail.")
    return _when_matched(row.cohort)


def _day(day: date) -> str:
    return full_day(day)
