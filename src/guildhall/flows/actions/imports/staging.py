"""Reading the file row by row, and putting down what each row would do."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db import models, transaction
from django.utils.translation import gettext as _

from guildhall.core.many_rows import insert_rows
from guildhall.engine.tables import CellError, Row, TableError, TableStream, open_table
from guildhall.files.queries import file_bytes
from guildhall.flows.actions.imports import cells
from guildhall.flows.actions.imports.comparing import plan_row
from guildhall.flows.actions.imports.known import (
    Known,
    add_enrollments,
    known_members,
    mark_inside,
)
from guildhall.flows.actions.imports.pairs import PairPlanner
from guildhall.flows.actions.imports.parsing import NEEDED, NUMBER, ParsedRow, RowParser
from guildhall.flows.actions.imports.reporting_lines import Managers
from guildhall.flows.actions.imports.row_plan import Plan
from guildhall.flows.actions.imports.scope import Scope, scope_of
from guildhall.flows.actions.imports.shifts import ShiftPlanner
from guildhall.flows.models import Import, ImportRow
from guildhall.flows.states import ImportKind, ImportState, RowOutcome

STEP = 1000
ROW_FIELDS = (
    "import_of",
    "number",
    "outcome",
    "label",
    "values",
    "problems",
    "notes",
    "changes",
    "person",
)
Tell = Callable[[int, int], None]


def stage_import(*, import_of: Import, revision: int, at: datetime, tell: Tell) -> Import:
    """Read, find, compare and put down every row; then the preview is ready.

    Done in steps of a thousand rows, each in its own short transaction, and safe to run again
    from the start. A file that cannot be read to its end leaves no rows and says why.
    """
    if import_of.revision != revision or import_of.state != ImportState.STAGING:
        return import_of
    ImportRow.objects.filter(import_of=import_of).delete()
    try:
        summary = _Staging(import_of, at=at, tell=tell).run()
    except TableError as error:
        ImportRow.objects.filter(import_of=import_of).delete()
        _settle(import_of, revision, state=ImportState.REFUSED, error=str(error))
        return import_of
    _settle(
        import_of,
        revision,
        state=ImportState.PREVIEW,
        counts=_counts(import_of),
        summary={**import_of.summary, **summary},
        error="",
    )
    return import_of


def _settle(import_of: Import, revision: int, **values: object) -> None:
    """Only the staging that is still wanted may finish."""
    Import.objects.filter(pk=import_of.pk, revision=revision, state=ImportState.STAGING).update(
        **values
    )
    import_of.refresh_from_db()


def _counts(import_of: Import) -> dict[str, int]:
    rows = ImportRow.objects.filter(import_of=import_of)
    found = dict(rows.order_by().values_list("outcome").annotate(count=models.Count("pk")))
    counts = {outcome: found.get(outcome, 0) for outcome in RowOutcome.values}
    kept = rows.exclude(outcome=RowOutcome.REFUSED)
    return {**counts, "noted": kept.exclude(notes=[]).count()}


class _Staging:
    """One run over one file."""

    def __init__(self, import_of: Import, *, at: datetime, tell: Tell) -> None:
        self.import_of = import_of
        self.at = at
        self.tell = tell
        assert import_of.file is not None
        self.content = file_bytes(import_of.file)
        self.scope = scope_of(import_of)
        self.total = 0
        self.first_row: dict[str, int] = {}
        self.taken: dict[int, int] = {}
        self.units: dict[str, str] = {}
        self.sites: dict[str, str] = {}

    def run(self) -> dict[str, list[str]]:
        """All rows; returns the names of units and sites that are new."""
        import_of = self.import_of
        if import_of.kind not in NEEDED:
            self._learn_keys()
        self.managers = Managers(
            import_of.organization_id, self.first_row, import_of.mapping.get("manager", "")
        )
        with self._open() as table:
            parser = RowParser(import_of.kind, import_of.mapping, table.headings)
            planner = self._planner()
            done = 0
            for chunk in _chunks(parser.parse(row) for row in table):
                plans = planner.plan(chunk) if planner else self._plan(chunk)
                with transaction.atomic():
                    self._write(chunk, plans)
                done += len(chunk)
                self.tell(done, max(self.total, done))
        self._refuse_late()
        return {"units": sorted(self.units.values()), "sites": sorted(self.sites.values())}

    def _planner(self) -> PairPlanner | ShiftPlanner | None:
        """Who plans the rows that are about no single record."""
        if self.import_of.kind == ImportKind.PAIRS:
            return PairPlanner(self.import_of, at=self.at)
        return ShiftPlanner(self.import_of) if self.import_of.kind == ImportKind.SHIFTS else None

    def _open(self) -> TableStream:
        return open_table(self.content, name=self.import_of.name)

    def _learn_keys(self) -> None:
        """A first look at who is in the file: for doubles, and for managers that come later."""
        mapping = self.import_of.mapping
        columns = [
            (mapping[name], parse)
            for name, parse in (("external_id", cells.line(NUMBER)), ("email", cells.email))
            if name in mapping
        ]
        with self._open() as table:
            for row in table:
                self.total += 1
                for heading, parse in columns:
                    key = _key(row, heading, parse)
                    if key:
                        self.first_row.setdefault(key, row.number)

    def _plan(self, rows: list[ParsedRow]) -> list[Plan]:
        for row in rows:
            self._refuse_double(row)
        if "manager" in self.import_of.mapping:
            named = [row for row in rows if "manager" in row.values]
            self.managers.learn(row.values["manager"] for row in named)
            for row in named:
                self.managers.resolve(row)
        known = known_of(rows, self.scope)
        plans = [plan_row(row, known, self.scope) for row in rows]
        for place, (row, plan) in enumerate(zip(rows, plans, strict=True)):
            plans[place] = self._accept(row, plan)
        return plans

    def _refuse_double(self, row: ParsedRow) -> None:
        for name in ("external_id", "email"):
            key = row.values.get(name)
            first = self.first_row.get(key, row.number) if key else row.number
            if first != row.number:
                row.refuse(
                    "double",
                    _("Row %(row)s has the same. Keep one of them.") % {"row": first},
                    self.import_of.mapping[name],
                )

    def _accept(self, row: ParsedRow, plan: Plan) -> Plan:
        """Remember whom the row means; two rows may not mean the same member."""
        if plan.outcome == RowOutcome.REFUSED:
            return plan
        if plan.member is not None:
            first = self.taken.setdefault(plan.member.person_id, row.number)
            if first != row.number:
                row.refuse(
                    "double",
                    _("Row %(row)s means the same person. Keep one of them.") % {"row": first},
                )
                return Plan(RowOutcome.REFUSED)
            self.managers.person_of[row.number] = plan.member.person_id
        self.managers.accepted.add(row.number)
        for name, known, new in (
            ("unit", self.scope.units, self.units),
            ("site", self.scope.sites, self.sites),
        ):
            text = row.values.get(name)
            if text and text.casefold() not in known:
                new.setdefault(text.casefold(), text)
        return plan

    def _write(self, rows: list[ParsedRow], plans: list[Plan]) -> None:
        insert_rows(
            ImportRow,
            ROW_FIELDS,
            (
                (
                    self.import_of.pk,
                    row.number,
                    plan.outcome,
                    self._label(row, plan),
                    row.values,
                    row.problems,
                    row.notes,
                    plan.changes if plan.outcome != RowOutcome.REFUSED else {},
                    plan.member.person_id if plan.member else None,
                )
                for row, plan in zip(rows, plans, strict=True)
            ),
        )

    def _label(self, row: ParsedRow, plan: Plan) -> str:
        """The name that stands here; in a limited import what was typed, until they are inside."""
        member = plan.member
        if member is None or (self.scope.is_limited and not member.is_inside):
            return row.label
        return member.name

    def _refuse_late(self) -> None:
        """What only the whole file shows: circles, and managers whose own row was refused."""
        late = self.managers.settle()
        numbers = iter(late)
        while chunk := list(islice(numbers, STEP)):
            with transaction.atomic():
                rows = list(ImportRow.objects.filter(import_of=self.import_of, number__in=chunk))
                for row in rows:
                    row.outcome, row.changes = RowOutcome.REFUSED, {}
                    row.problems = [*row.problems, late[row.number]]
                ImportRow.objects.bulk_update(rows, ["outcome", "changes", "problems"])


def known_of(rows: Iterable[ParsedRow], scope: Scope) -> Known:
    """What is known about the people in some rows, and about their managers."""
    rows = list(rows)
    known = known_members(
        organization_id=scope.organization_id,
        emails={row.values["email"] for row in rows if "email" in row.values},
        numbers={row.values["external_id"] for row in rows if "external_id" in row.values},
    )
    if scope.side is not None and scope.cohort_id is not None:
        add_enrollments(known, cohort_id=scope.cohort_id, side=scope.side)
    if scope.is_limited and scope.program_id is not None:
        mark_inside(known, program_id=scope.program_id)
    bosses = {row.values["manager_id"] for row in rows if "manager_id" in row.values}
    members = [*known.by_number.values(), *(m for ms in known.by_email.values() for m in ms)]
    bosses.update(member.manager_id for member in members if member.manager_id)
    scope.learn_people(bosses)
    return known


def _key(row: Row, heading: str, parse: cells.CellParser) -> str:
    try:
        return str(parse(row.cells[heading]).value)
    except CellError:
        return ""


def _chunks(rows: Iterator[ParsedRow]) -> Iterator[list[ParsedRow]]:
    while chunk := list(islice(rows, STEP)):
        yield chunk
