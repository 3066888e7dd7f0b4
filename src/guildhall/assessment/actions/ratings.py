"""Both sides look at all competencies, each alone, and lock; then it is something to talk about."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.assessment.access import RATE_PASSPORT
from guildhall.assessment.actions.asks import put_ask
from guildhall.assessment.actions.events import RATING_LOCKED
from guildhall.assessment.actions.rows import (
    guides_of,
    locked_passport,
    open_pairs,
    record_in_passport,
    told,
)
from guildhall.assessment.messages import RATINGS_SETTLED
from guildhall.assessment.models import Passport, Rating, RatingLine, RatingRound
from guildhall.assessment.proven import RATINGS
from guildhall.assessment.queries.asks import open_asks
from guildhall.assessment.queries.ratings import both_sheets, own_rater, standing_of
from guildhall.assessment.queries.record import record_of
from guildhall.assessment.states import Rater
from guildhall.audit.proven import proof, seal_row
from guildhall.core.errors import InvalidInput, NotAllowed, WrongState
from guildhall.directory.models import Person
from guildhall.notify.actions.outbox import send_many
from guildhall.permissions.access import require
from guildhall.permissions.actor import SYSTEM, Actor
from guildhall.relationships.actions.steps import complete_planned

# The first step of a plan that the learner's own rating does.
SELF_RATING = "self_rating"
Levels = Mapping[int, int]


def save_rating(
    *, round: RatingRound, levels: Levels, locks: bool, by: Actor, at: datetime
) -> Rating:
    """Keep a sheet as a draft, or lock it: competency to level, by their ids; what was not seen
    stays out.

    Nobody reads the other's before both are locked; then both are told, and a critical competency
    that the learner rates two steps or more above the preceptor asks the preceptor for one more
    observation. Refuses whoever does not rate here, a locked sheet, a sheet that somebody else who
    still guides the learner has begun, and levels or competencies of another version.
    """
    require(RATE_PASSPORT, by, round)
    with transaction.atomic():
        passport = locked_passport(round.passport)
        row = RatingRound.objects.select_for_update(of=("self",)).get(pk=round.pk)
        rater = own_rater(passport, by)
        if by.person_id is None or not rater:
            raise NotAllowed(_("Only the learner and whoever guides them rate."))
        sheet = _own_sheet(row, passport, rater, by.person_id)
        _write(sheet, passport, levels, locks=locks)
        if locks:
            _lock(sheet, row, passport, by=by, at=at)
    return sheet


def _own_sheet(row: RatingRound, passport: Passport, rater: str, person_id: int) -> Rating:
    sheet = Rating.objects.filter(round=row, rater=rater).select_related("person").first()
    if sheet is None:
        return Rating.objects.create(round=row, rater=rater, person_id=person_id)
    if sheet.locked_at is not None:
        raise WrongState(_("This sheet is locked. What is in it stays as it is."))
    if sheet.person_id != person_id:
        present = {party.person_id for party in guides_of(open_pairs(passport))}
        if sheet.person_id in present:
            words = _("%(name)s has begun this sheet. One of you rates each time.")
            raise WrongState(words % {"name": sheet.person.name})
        # Whoever guided before rates no more; their draft was theirs alone, and goes.
        sheet.lines.all().delete()
        sheet.person = Person.objects.get(pk=person_id)
        sheet.save(update_fields=["person"])
    return sheet


def _write(sheet: Rating, passport: Passport, levels: Levels, *, locks: bool) -> None:
    version = passport.version
    known = set(version.competencies.values_list("pk", flat=True))
    steps = set(version.scale.levels.values_list("pk", flat=True))
    if not (set(levels) <= known and set(levels.values()) <= steps):
        raise InvalidInput(_("Choose levels of this passport’s scale for its own competencies."))
    if locks and not levels:
        raise InvalidInput(_("Rate at least one competency before you lock."))
    sheet.lines.all().delete()
    RatingLine.objects.bulk_create(
        RatingLine(rating=sheet, competency_id=competency, level_id=level)
        for competency, level in sorted(levels.items())
    )


def _lock(sheet: Rating, row: RatingRound, passport: Passport, *, by: Actor, at: datetime) -> None:
    sheet.locked_at = at
    seal_row(RATINGS, sheet)
    sheet.save(update_fields=["locked_at", "salt", "digest"])
    told_of = proof(RATINGS, RATING_LOCKED, sheet)
    record_in_passport(RATING_LOCKED, sheet, passport, by=by, at=at, **told_of)
    pairs = open_pairs(passport)
    if sheet.rater == Rater.LEARNER:
        for pair in pairs:
            complete_planned(pair, SELF_RATING, by=by, at=at)
    if standing_of(row).is_settled:
        _settle(row, passport, at=at)


def _settle(row: RatingRound, passport: Passport, *, at: datetime) -> None:
    """Both are locked: tell both, and ask for a look where the learner stands far above."""
    sheets = {one.rater: one.person for one in row.ratings.select_related("person")}
    learner, preceptor = sheets[Rater.LEARNER], sheets[Rater.PRECEPTOR]
    path = f"/rating-rounds/{row.pk}/"
    event = str(row.pk)
    send_many(
        [
            told(RATINGS_SETTLED, passport, to, event=event, path=path, who=other.name)
            for to, other in ((learner, preceptor), (preceptor, learner))
        ],
        at=at,
    )
    guides = guides_of(open_pairs(passport))
    asked = {one.competency_id for one in open_asks(passport, at=at)}
    for one in both_sheets(row, record_of(passport)):
        if one.asks_for_an_observation and one.competency.pk not in asked and guides:
            watcher = next((p.person for p in guides if p.person == preceptor), guides[0].person)
            put_ask(passport, one.competency, watcher, by=SYSTEM, at=at)
