"""Saying whom one would like to work with, and taking it back."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.access import WISH_FOR_PEOPLE
from guildhall.programs.actions.events import WISHES_KEPT, WISHES_WITHDRAWN
from guildhall.programs.models import Enrollment, Wish
from guildhall.programs.queries.wishes import MOST_WISHES, why_closed


def keep_wishes(
    *,
    enrollment: Enrollment,
    people: Sequence[int],
    offered: Collection[int],
    by: Actor,
    at: datetime,
) -> None:
    """Keep the list of a person: ids of people in order, first choice first; it replaces the
    list before. Nobody is told, and the log says that there is a list, never who is on it.

    Refuses more than five, somebody twice, whoever is not `offered` (`flows.actions.wishing`
    knows who is), and everything once the person is matched or where the program does not ask.
    """
    require(WISH_FOR_PEOPLE, by, enrollment)
    with transaction.atomic():
        rows = Enrollment.objects.select_related("cohort__program")
        row = rows.select_for_update(of=("self",)).get(pk=enrollment.pk)
        if closed := why_closed(row):
            raise WrongState(closed)
        _require_fit(people, offered)
        Wish.objects.filter(enrollment=row).delete()
        Wish.objects.bulk_create(
            Wish(enrollment=row, person_id=pk, rank=rank) for rank, pk in enumerate(people, 1)
        )
        _recorded(WISHES_KEPT if people else WISHES_WITHDRAWN, row, by=by, at=at)


def withdraw_wishes(*, enrollment: Enrollment, by: Actor, at: datetime) -> None:
    """Take the whole list back, at any time; nobody is told. Refuses where there is none."""
    require(WISH_FOR_PEOPLE, by, enrollment)
    with transaction.atomic():
        count, _kinds = Wish.objects.filter(enrollment=enrollment).delete()
        if not count:
            raise WrongState(_("There is no list to take back."))
        _recorded(WISHES_WITHDRAWN, enrollment, by=by, at=at)


def _require_fit(people: Sequence[int], offered: Collection[int]) -> None:
    if len(people) > MOST_WISHES:
        sentence = ngettext(
            "Choose %(most)s person at most. Take somebody off the list first.",
            "Choose %(most)s people at most. Take somebody off the list first.",
            MOST_WISHES,
        )
        raise InvalidInput(sentence % {"most": MOST_WISHES})
    if len(set(people)) != len(people):
        raise InvalidInput(_("Everybody has one place on the list. Move them instead."))
    if not set(people) <= set(offered):
        raise InvalidInput(
            _("Somebody on the list cannot be chosen any more. Open the page again and look.")
        )


def _recorded(kind: str, row: Enrollment, *, by: Actor, at: datetime) -> None:
    record(
        kind,
        by=by,
        subject=row,
        at=at,
        organization_id=row.cohort.program.organization_id,
    )
