"""Shifts of a roster: what a row would do, and writing them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from guildhall.directory.models import Site, Unit
from guildhall.engine.calendar import Busy, CalendarError, shift_between
from guildhall.engine.tables import quoted
from guildhall.flows.actions.imports.known import people_by_key
from guildhall.flows.actions.imports.parsing import ParsedRow
from guildhall.flows.actions.imports.row_plan import Plan
from guildhall.flows.models import Import
from guildhall.flows.states import RowOutcome
from guildhall.people.actions.shifts import NewShift
from guildhall.people.models import Shift

DAY = timedelta(days=1)
Known = dict[int, list[Shift]]


class ShiftPlanner:
    """Plans rows of shifts on the house's clock; remembers what earlier rows of the file take."""

    def __init__(self, import_of: Import) -> None:
        self._organization = import_of.organization
        self._mapping = import_of.mapping
        self._zone = ZoneInfo(import_of.organization.time_zone)
        units = Unit.objects.filter(organization=import_of.organization)
        sites = Site.objects.filter(organization=import_of.organization)
        self._places = {
            "unit": {name.casefold(): pk for pk, name in units.values_list("pk", "name")},
            "site": {name.casefold(): pk for pk, name in sites.values_list("pk", "name")},
        }
        self._taken: dict[int, list[tuple[Busy, int]]] = {}

    def plan(self, rows: Sequence[ParsedRow]) -> list[Plan]:
        """New; changed where a shift that begins then has another end or place; unchanged; or
        refused."""
        keys = {row.values["person"] for row in rows if "person" in row.values}
        people = people_by_key(self._organization.pk, keys)
        known = self._known(rows, set(people.values()))
        return [self._plan(row, people, known) for row in rows]

    def _known(self, rows: Sequence[ParsedRow], people: set[int]) -> Known:
        """Shifts that these people have in this house around the days of the rows."""
        days = [date.fromisoformat(row.values["date"]) for row in rows if "date" in row.values]
        if not days or not people:
            return {}
        shifts = Shift.objects.filter(
            person_id__in=people,
            organization=self._organization,
            starts_at__gte=datetime.combine(min(days), time(), UTC) - 2 * DAY,
            starts_at__lt=datetime.combine(max(days), time(), UTC) + 3 * DAY,
        )
        known: Known = {}
        for shift in shifts:
            known.setdefault(shift.person_id, []).append(shift)
        return known

    def _plan(self, row: ParsedRow, people: dict[str, int], known: Known) -> Plan:
        person_id = people.get(row.values.get("person", ""))
        stretch = self._stretch(row)
        places = {name: self._place(row, name) for name in ("site", "unit")}
        if not row.problems and person_id is None:
            words = _("Nobody here has %(key)s. Import the people first.")
            key = {"key": quoted(row.values["person"])}
            row.refuse("unknown_person", words % key, self._mapping["person"])
        if row.problems or stretch is None or person_id is None:
            return Plan(RowOutcome.REFUSED)
        own = known.get(person_id, [])
        same = next((shift for shift in own if shift.starts_at == stretch.start), None)
        others = [shift for shift in own if shift is not same]
        self._refuse_overlap(row, person_id, stretch, others)
        if row.problems:
            return Plan(RowOutcome.REFUSED)
        row.values["shift"] = {
            "person": person_id,
            "start": stretch.start.isoformat(),
            "end": stretch.end.isoformat(),
            **places,
        }
        return self._compared(same, stretch, places)

    def _compared(self, same: Shift | None, stretch: Busy, places: dict[str, int | None]) -> Plan:
        if same is None:
            return Plan(RowOutcome.NEW)
        plan = Plan(RowOutcome.UNCHANGED)
        if same.ends_at != stretch.end:
            plan.change("ends", *(self._clock(at) for at in (same.ends_at, stretch.end)))
        for name, new in places.items():
            old = getattr(same, f"{name}_id")
            if old != new:
                names = {pk: key for key, pk in self._places[name].items()}
                plan.change(name, *(names.get(pk or 0, "–") for pk in (old, new)))
        if plan.changes:
            plan.outcome = RowOutcome.CHANGED
        return plan

    def _refuse_overlap(
        self, row: ParsedRow, person_id: int, stretch: Busy, others: list[Shift]
    ) -> None:
        column = self._mapping["starts"]
        for earlier, number in self._taken.get(person_id, []):
            if earlier.start < stretch.end and stretch.start < earlier.end:
                sentence = _("Row %(row)s is a shift of the same person at this time.")
                row.refuse("double", sentence % {"row": number}, column)
                return
        for other in others:
            if other.starts_at < stretch.end and stretch.start < other.ends_at:
                sentence = _("They have a shift from %(start)s to %(end)s then.")
                clock = {"start": self._clock(other.starts_at), "end": self._clock(other.ends_at)}
                row.refuse("overlap", sentence % clock, column)
                return
        self._taken.setdefault(person_id, []).append((stretch, row.number))

    def _stretch(self, row: ParsedRow) -> Busy | None:
        if row.problems or not {"date", "starts", "ends"} <= row.values.keys():
            return None
        day = date.fromisoformat(row.values["date"])
        start, end = (time.fromisoformat(row.values[name]) for name in ("starts", "ends"))
        try:
            return shift_between(day, start, end, self._organization.time_zone)
        except CalendarError as error:
            row.refuse("no_such_time", str(error), self._mapping["starts"])
            return None

    def _place(self, row: ParsedRow, name: str) -> int | None:
        text = row.values.get(name)
        found = self._places[name].get(text.casefold()) if text else None
        if text and found is None:
            sentence = _("There is no %(what)s called %(name)s here. Add it in the settings first.")
            what = _("unit") if name == "unit" else _("site")
            row.refuse(
                "unknown_place",
                sentence % {"what": what, "name": quoted(text)},
                self._mapping[name],
            )
        return found

    def _clock(self, at: datetime) -> str:
        return f"{at.astimezone(self._zone):%Y-%m-%d %H:%M}"


def new_shift(values: dict[str, object]) -> NewShift:
    """What a planned row writes."""
    shift = values["shift"]
    assert isinstance(shift, dict)
    stretch = Busy(datetime.fromisoformat(shift["start"]), datetime.fromisoformat(shift["end"]))
    return NewShift(shift["person"], stretch, shift["site"], shift["unit"])
