"""Bringing people in directly, as an import or a coordinator does: approved at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.audit.actions import build, record_many
from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.directory.models import Membership, Person
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.access import CHANGE_COHORT
from guildhall.programs.actions.events import ENROLLMENT_CHANGED, PERSON_ENROLLED
from guildhall.programs.actions.prerequisites import list_prerequisites
from guildhall.programs.models import Cohort, Enrollment
from guildhall.programs.plan import Plan, read_plan
from guildhall.programs.queries.members import known_to
from guildhall.programs.states import MATCHABLE, EnrollmentState, Side

Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One person to be enrolled on one side. `places` left out is the program's default; a
    guide with 0 places is paused. `details` are what a file brought, by heading."""

    person: Person
    side: str
    places: int | None = None
    details: Mapping[str, Any] | None = None


def enroll(
    *,
    cohort: Cohort,
    person: Person,
    side: str,
    by: Actor,
    at: datetime,
    places: int | None = None,
    details: Mapping[str, Any] | None = None,
) -> Enrollment:
    """One person in, approved at once; see `enroll_many`."""
    entry = Entry(person, side, places, details)
    return enroll_many(cohort=cohort, entries=[entry], by=by, at=at)[0]


def enroll_many(
    *, cohort: Cohort, entries: Sequence[Entry], by: Actor, at: datetime
) -> list[Enrollment]:
    """People in, approved at once, in the order of `entries` and in a fixed number of statements.

    Who takes part already keeps their state; places and details are brought up to date, and where
    nothing differs nothing is written. Nobody is mailed: publication will tell them. Refuses an
    archived cohort, people who belong neither to the organization nor to a partner, a partner's
    people who have not come forward and were not proposed, a person twice on one side, and
    somebody who has finished.
    """
    require(CHANGE_COHORT, by, cohort)
    if cohort.archived_at is not None:
        raise WrongState(_("This cohort is in the archive. Take it out before enrolling people."))
    plan = read_plan(cohort.program.plan)
    _refuse_unusable(entries)
    with transaction.atomic():
        lock_cohort(cohort)
        _refuse_strangers(cohort, entries, by=by)
        known = _known(cohort, entries)
        new, changed, entered = _sort_out(cohort, entries, known, plan=plan, at=at)
        Enrollment.objects.bulk_create(new, batch_size=1000)
        Enrollment.objects.bulk_update(
            changed, ["state", "places", "details", "decided_at"], batch_size=500
        )
        list_prerequisites(new + entered, plan=plan)
        record_many(_events(cohort, new, changed, entered, by=by, at=at))
    by_key = known | {(row.person_id, row.side): row for row in new}
    return [by_key[entry.person.pk, entry.side] for entry in entries]


def lock_cohort(cohort: Cohort) -> None:
    """Whoever enters a cohort waits for others who do, so that nobody is entered twice."""
    Cohort.objects.select_for_update(no_key=True).filter(pk=cohort.pk).first()


def _refuse_unusable(entries: Iterable[Entry]) -> None:
    seen: set[Key] = set()
    for entry in entries:
        if entry.side not in Side.values:
            raise InvalidInput(_("A side is guide or learner."), {"side": _("Choose one.")})
        if (entry.person.pk, entry.side) in seen:
            raise InvalidInput(
                _("%(name)s is named twice on the same side.") % {"name": entry.person.name}
            )
        seen.add((entry.person.pk, entry.side))
        lowest, highest = (0, 50) if entry.side == Side.GUIDE else (1, 2)
        if entry.places is not None and not lowest <= entry.places <= highest:
            raise InvalidInput(
                _("%(places)s is not a number of places for %(name)s.")
                % {"places": entry.places, "name": entry.person.name},
                {
                    "places": _("Give a number from %(low)s to %(high)s.")
                    % {"low": lowest, "high": highest}
                },
            )


def _refuse_strangers(cohort: Cohort, entries: Sequence[Entry], *, by: Actor) -> None:
    """An enrollment never reaches people of an organization that has no part in the program, nor
    a partner's people before they or their own coordinator came forward."""
    program = cohort.program
    inside = set(
        Membership.objects.filter(known_to(program, by), ended_at__isnull=True)
        .filter(_of_people([entry.person.pk for entry in entries]))
        .values_list("person_id", flat=True)
    )
    strangers = [entry.person for entry in entries if entry.person.pk not in inside]
    if strangers:
        words = ngettext(
            "%(name)s does not belong to %(organization)s. Add them to the organization first.",
            "%(name)s and others do not belong to %(organization)s."
            " Add them to the organization first.",
            len(strangers),
        )
        raise InvalidInput(
            words % {"name": strangers[0].name, "organization": program.organization.name}
        )


def _of_people(ids: Sequence[int]) -> Q:
    """Few people by id; for many it is cheaper to read all than to send the ids."""
    return Q(person_id__in=ids) if len(ids) <= 500 else Q()


def _known(cohort: Cohort, entries: Sequence[Entry]) -> dict[Key, Enrollment]:
    wanted = {(entry.person.pk, entry.side) for entry in entries}
    rows = Enrollment.objects.select_for_update().filter(
        _of_people([entry.person.pk for entry in entries]), cohort=cohort
    )
    found = {(row.person_id, row.side): row for row in rows}
    return {key: row for key, row in found.items() if key in wanted}


def _sort_out(
    cohort: Cohort,
    entries: Sequence[Entry],
    known: Mapping[Key, Enrollment],
    *,
    plan: Plan,
    at: datetime,
) -> tuple[list[Enrollment], list[Enrollment], list[Enrollment]]:
    """New rows, rows to be written again, and those among them that enter only now."""
    new: list[Enrollment] = []
    changed: list[Enrollment] = []
    entered: list[Enrollment] = []
    for entry in entries:
        row = known.get((entry.person.pk, entry.side))
        if row is None:
            new.append(_new_row(cohort, entry, plan=plan, at=at))
            continue
        before = (row.state, row.places, row.details)
        if row.state not in MATCHABLE:
            _enter(row, entry, at=at)
            entered.append(row)
        row.places = row.places if entry.places is None else entry.places
        row.details = {**row.details, **(entry.details or {})}
        if before != (row.state, row.places, row.details):
            changed.append(row)
    return new, changed, entered


def _new_row(cohort: Cohort, entry: Entry, *, plan: Plan, at: datetime) -> Enrollment:
    return Enrollment(
        cohort=cohort,
        person=entry.person,
        side=entry.side,
        state=EnrollmentState.APPROVED,
        places=default_places(plan, entry.side) if entry.places is None else entry.places,
        details=dict(entry.details or {}),
        created_at=at,
        decided_at=at,
    )


def default_places(plan: Plan, side: str) -> int:
    """How many learners a guide takes, or how many guides a learner needs, unless they say."""
    room = plan.capacity
    return room.learners_per_guide if side == Side.GUIDE else room.guides_per_learner


def _enter(row: Enrollment, entry: Entry, *, at: datetime) -> None:
    if row.state == EnrollmentState.FINISHED:
        raise WrongState(
            _("%(name)s has finished in this cohort. Enroll them in the next one.")
            % {"name": entry.person.name}
        )
    row.state = EnrollmentState.APPROVED
    row.decided_at = at


def _events(
    cohort: Cohort,
    new: list[Enrollment],
    changed: list[Enrollment],
    entered: list[Enrollment],
    *,
    by: Actor,
    at: datetime,
) -> list[Event]:
    organization_id = cohort.program.organization_id
    enrolled = new + entered
    fresh = {row.pk for row in enrolled}
    kinds = [(PERSON_ENROLLED, row) for row in enrolled]
    kinds += [(ENROLLMENT_CHANGED, row) for row in changed if row.pk not in fresh]
    return [
        build(
            kind,
            by=by,
            subject=row,
            at=at,
            organization_id=organization_id,
            cohort=cohort.pk,
            person=row.person_id,
            side=row.side,
        )
        for kind, row in kinds
    ]
