"""Opening cohorts, their dates, and putting them away."""

from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.access import CHANGE_COHORT, CHANGE_PROGRAM
from guildhall.programs.actions.events import (
    COHORT_ARCHIVED,
    COHORT_CHANGED,
    COHORT_OPENED,
    COHORT_RESTORED,
)
from guildhall.programs.models import Cohort, Program
from guildhall.programs.plan import read_plan

DATES = ("applications_close_on", "matches_promised_on", "starts_on", "ends_on")


def open_cohort(
    *,
    program: Program,
    name: str,
    by: Actor,
    at: datetime,
    starts_on: date | None = None,
    ends_on: date | None = None,
    applications_close_on: date | None = None,
    matches_promised_on: date | None = None,
) -> Cohort:
    """One run of a program. Without an end, the plan's duration gives it.

    Refuses dates out of order, a name that the program has used, an archived program, and a
    second open cohort of an evergreen program, which has one without an end.
    """
    require(CHANGE_PROGRAM, by, program)
    if program.archived_at is not None:
        raise WrongState(_("This program is in the archive. Take it out before opening a cohort."))
    plan = read_plan(program.plan)
    cohort = Cohort(
        program=program,
        name=name.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        applications_close_on=applications_close_on,
        matches_promised_on=matches_promised_on,
        created_at=at,
    )
    if plan.is_evergreen:
        _refuse_second_evergreen(cohort)
    elif starts_on and not ends_on:
        cohort.ends_on = plan.duration.last_day(starts_on)
    with transaction.atomic():
        _refuse_unusable(cohort)
        cohort.save()
        _record(COHORT_OPENED, cohort, by=by, at=at)
    return cohort


def change_cohort(*, cohort: Cohort, by: Actor, at: datetime, **values: Any) -> Cohort:
    """Change the name or the dates. Refuses dates out of order and a name in use."""
    require(CHANGE_COHORT, by, cohort)
    unknown = set(values) - {"name", *DATES}
    if unknown:
        raise ValueError(f"A cohort has no {', '.join(sorted(unknown))}.")
    for key, value in values.items():
        setattr(cohort, key, value.strip() if isinstance(value, str) else value)
    with transaction.atomic():
        _refuse_unusable(cohort)
        cohort.save(update_fields=list(values))
        _record(COHORT_CHANGED, cohort, by=by, at=at)
    return cohort


def archive_cohort(*, cohort: Cohort, by: Actor, at: datetime) -> Cohort:
    """Put a cohort away: nobody can join it any more; running pairs go on. It can come back."""
    require(CHANGE_COHORT, by, cohort)
    if cohort.archived_at is not None:
        raise WrongState(_("This cohort is in the archive already."))
    with transaction.atomic():
        cohort.archived_at = at
        cohort.save(update_fields=["archived_at"])
        _record(COHORT_ARCHIVED, cohort, by=by, at=at)
    return cohort


def restore_cohort(*, cohort: Cohort, by: Actor, at: datetime) -> Cohort:
    """Take a cohort out of the archive."""
    require(CHANGE_COHORT, by, cohort)
    if cohort.archived_at is None:
        raise WrongState(_("This cohort is not in the archive."))
    with transaction.atomic():
        cohort.archived_at = None
        cohort.save(update_fields=["archived_at"])
        _record(COHORT_RESTORED, cohort, by=by, at=at)
    return cohort


def _refuse_second_evergreen(cohort: Cohort) -> None:
    if cohort.ends_on is not None:
        raise InvalidInput(
            _("This program runs all year round, so its cohort has no end."),
            {"ends_on": _("Leave it empty.")},
        )
    if cohort.program.cohorts.filter(archived_at__isnull=True).exists():
        raise WrongState(
            _("This program runs all year round in one cohort, and that one is open already.")
        )


def _refuse_unusable(cohort: Cohort) -> None:
    problems: dict[str, str] = {}
    if not cohort.name:
        problems["name"] = _("Give the cohort a name, such as “Spring 2027”.")
    elif cohort.program.cohorts.filter(name__iexact=cohort.name).exclude(pk=cohort.pk).exists():
        problems["name"] = _("This program has a cohort with this name. Choose another.")
    given = [(key, getattr(cohort, key)) for key in DATES if getattr(cohort, key)]
    for (_earlier, before), (key, after) in pairwise(given):
        if after < before:
            problems[key] = _("This date must not be before %(date)s.") % {"date": before}
    if problems:
        raise InvalidInput(_("The cohort cannot be kept like this."), problems)


def _record(kind: str, cohort: Cohort, *, by: Actor, at: datetime) -> None:
    organization_id = cohort.program.organization_id
    record(kind, by=by, subject=cohort, at=at, organization_id=organization_id)
