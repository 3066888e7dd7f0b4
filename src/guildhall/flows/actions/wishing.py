"""Saying whom one would like to work with, among those who have room."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from guildhall.flows.queries.wishing import offered_to
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.access import WISH_FOR_PEOPLE
from guildhall.programs.actions.wishes import keep_wishes
from guildhall.programs.models import Enrollment


def rank_people(*, enrollment: Enrollment, people: Sequence[int], by: Actor, at: datetime) -> None:
    """Keep a person's list, ids of people in order; see `programs.actions.wishes.keep_wishes`.

    Nobody is told. Refuses whoever is not offered: not of the other side, pausing, full, never
    to be paired with them, or a pair of theirs before.
    """
    require(WISH_FOR_PEOPLE, by, enrollment)
    with transaction.atomic():
        rows = offered_to(enrollment, at=at).filter(person_id__in=people)
        offered = set(rows.values_list("person_id", flat=True))
        keep_wishes(enrollment=enrollment, people=people, offered=offered, by=by, at=at)
