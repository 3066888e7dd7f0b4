"""How pages of imports say things."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guildhall.flows.import_fields import fields_of
from guildhall.flows.models import Import, ImportRow

DELIMITERS = {
    ",": gettext_lazy("commas"),
    ";": gettext_lazy("semicolons"),
    "\t": gettext_lazy("tabs"),
    "|": gettext_lazy("bars"),
}
DETAIL = "detail:"


@dataclass(frozen=True)
class Change:
    """One value before and after."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Line:
    """One row of the file on a page."""

    number: int
    label: str
    second: str
    changes: list[Change]
    problems: list[dict[str, str]]
    notes: list[dict[str, str]]


def breadcrumb(import_of: Import) -> list[tuple[str, str | None]]:
    """People, imports, this one."""
    return [
        (_("People"), reverse("people")),
        (_("Imports"), reverse("imports")),
        (import_of.name, None),
    ]


def reading_words(import_of: Import) -> str:
    """How the file was understood, in one sentence."""
    reading = import_of.reading
    count = len(reading["headings"])
    columns = ngettext("%(count)s column", "%(count)s columns", count) % {"count": count}
    if reading["kind"] == "xlsx":
        return _("Excel workbook, sheet “%(sheet)s”, %(columns)s.") % {
            "sheet": reading["sheet"],
            "columns": columns,
        }
    return _("CSV, divided by %(delimiter)s, encoded as %(encoding)s, %(columns)s.") % {
        "delimiter": DELIMITERS.get(reading["delimiter"], reading["delimiter"]),
        "encoding": reading["encoding"],
        "columns": columns,
    }


def lines_of(rows: Iterable[ImportRow], kind: str) -> list[Line]:
    """Rows with their changes named as the columns are."""
    labels = {name: str(field.label) for name, field in fields_of(kind).items()}
    labels |= {
        "membership": _("Membership"),
        "state": _("Enrollment"),
        "capacity": _("How many they can guide, over all programs"),
    }
    return [
        Line(
            number=row.number,
            label=row.label or _("Row %(number)s") % {"number": row.number},
            second=_second(row),
            changes=[
                Change(labels.get(name, name.removeprefix(DETAIL)), old, new)
                for name, (old, new) in row.changes.items()
            ],
            problems=row.problems,
            notes=row.notes,
        )
        for row in rows
    ]


def _second(row: ImportRow) -> str:
    values = row.values
    parts = (values.get("email") or values.get("external_id"), values.get("job_title"))
    return " · ".join(str(part) for part in (*parts, values.get("unit")) if part)


def saving_words(import_of: Import) -> str:
    """Exactly what saving does to how many."""
    new, changed = (import_of.counts.get(name, 0) for name in ("new", "changed"))
    if import_of.kind == "pairs":
        return ngettext("Open %(new)s pair", "Open %(new)s pairs", new) % {"new": f"{new:,}"}
    if import_of.kind == "shifts":
        words = ngettext("Save %(count)s shift", "Save %(count)s shifts", new + changed)
        return words % {"count": f"{new + changed:,}"}
    if not changed:
        words = ngettext("Save %(new)s new person", "Save %(new)s new people", new)
    elif not new:
        words = ngettext("Change %(changed)s person", "Change %(changed)s people", changed)
    else:
        words = ngettext(
            "Save %(new)s new and %(changed)s changed person",
            "Save %(new)s new and %(changed)s changed people",
            new + changed,
        )
    return words % {"new": f"{new:,}", "changed": f"{changed:,}"}
