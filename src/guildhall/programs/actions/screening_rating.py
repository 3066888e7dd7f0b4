"""Rating an application, blind to what others gave."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput, NotAllowed, WrongState
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.outgoing import Outgoing
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.access import RATE_ENROLLMENT
from guildhall.programs.actions.screening import locked_application, record_on, settle
from guildhall.programs.actions.screening_events import RATING_DRAFTED, RATING_HANDED_IN
from guildhall.programs.actions.telling import common_values
from guildhall.programs.messages import RATING_WANTED
from guildhall.programs.models import Enrollment, Rating, Screening
from guildhall.programs.queries.screening_raters import further_raters
from guildhall.programs.queries.screening_standing import rubric_of, standing_of, why_not_rating
from guildhall.programs.rubric import LEVELS, Rubric
from guildhall.programs.screening_verdict import missing_items


def save_rating(
    *,
    enrollment: Enrollment,
    scores: Mapping[str, int],
    hands_in: bool,
    by: Actor,
    at: datetime,
    note: str = "",
) -> Rating:
    """Keep one rater's scores: as a draft, or handed in, from when on they count.

    A rating that was handed in can be changed until another one is in: from then on its rater
    has read the other. Where two ratings lie too far apart, everybody who may still rate is told
    that one more is wanted. Refuses raters who nominated the applicant, scores that
    are not 0 to 3, handing in with items missing, a further rating where none is wanted, and
    any rating while a gate does not hold or after the decision.
    """
    require(RATE_ENROLLMENT, by, enrollment)
    if reason := why_not_rating(enrollment, by):
        raise NotAllowed(reason)
    with transaction.atomic():
        row, screening = locked_application(enrollment, by=by, at=at)
        rubric = rubric_of(row, screening)
        if screening is None or rubric is None:
            raise WrongState(_("Applications on this side are not rated; decide without a rubric."))
        rating = _own(screening, by)
        _refuse_unwanted(row, screening, rating)
        hands_in = hands_in or rating.handed_in_at is not None
        _refuse_unusable(rubric, scores, is_whole=hands_in)
        rating.scores, rating.note, rating.rated_at = dict(scores), note.strip(), at
        rating.handed_in_at = at if hands_in else None
        rating.save()
        kind = RATING_HANDED_IN if hands_in else RATING_DRAFTED
        record_on(kind, row, by=by, at=at, screening=screening.pk, rating=rating.pk)
        settle(row, screening)
        if hands_in:
            _ask_further_raters(row, screening, at=at)
    return rating


def _ask_further_raters(enrollment: Enrollment, screening: Screening, *, at: datetime) -> None:
    workings = standing_of(enrollment, screening).workings
    if workings is None or not (workings.is_split and workings.raters_wanted):
        return
    cohort = enrollment.cohort
    send_many(
        [
            Outgoing(
                kind=RATING_WANTED,
                to=person,
                values=common_values(cohort, enrollment.side),
                key=f"{RATING_WANTED}:{screening.pk}:{person.pk}",
                organization=cohort.program.organization,
                about=f"cohort:{cohort.pk}",
                path=f"/screening/application/{enrollment.pk}/",
            )
            for person in further_raters(enrollment, screening)
        ],
        at=at,
    )


def _own(screening: Screening, by: Actor) -> Rating:
    if by.person_id is None:
        raise NotAllowed(_("A rating is given by a person."))
    mine = Rating.objects.filter(screening=screening, rater_id=by.person_id).first()
    return mine or Rating(screening=screening, rater_id=by.person_id)


def _refuse_unwanted(enrollment: Enrollment, screening: Screening, rating: Rating) -> None:
    standing = standing_of(enrollment, screening)
    if standing.gates.failed:
        raise WrongState(
            _("A gate does not hold, so nothing is rated: %(gate)s")
            % {"gate": standing.gates.failed[0].text}
        )
    others = screening.ratings.filter(handed_in_at__isnull=False).exclude(pk=rating.pk)
    if rating.handed_in_at is not None and others.exists():
        raise WrongState(
            _("Another rating is in, and you have read it. Yours stays as you handed it in.")
        )
    if rating.handed_in_at is None and not standing.raters_wanted:
        raise WrongState(_("All ratings that were wanted are in. The next step is the decision."))


def _refuse_unusable(rubric: Rubric, scores: Mapping[str, int], *, is_whole: bool) -> None:
    names = {item.key: item.name for item in rubric.items}
    if unknown := set(scores) - set(names):
        raise InvalidInput(
            _("This rubric has no item named %(item)s.") % {"item": sorted(unknown)[0]}
        )
    problems = {
        key: _("%(item)s: choose 0, 1, 2 or 3.") % {"item": names[key]}
        for key, score in scores.items()
        if score not in LEVELS
    }
    if is_whole:
        for key in missing_items(rubric, scores):
            problems[key] = _("%(item)s has no score yet. Choose 0, 1, 2 or 3.") % {
                "item": names[key]
            }
    if problems:
        raise InvalidInput(_("Some items have no score yet."), problems)
