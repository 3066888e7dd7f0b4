"""What a competency asks for, and what changed in it, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.competencies.framework_spec import Change, CompetencySpec
from guildhall.competencies.models import Competency
from guildhall.web.shared.prose import prose

YEAR = 365


@dataclass(frozen=True)
class Line:
    """A competency as a page shows it; `guide` is HTML."""

    row: Competency
    asks: str
    holds: str
    first: str
    guide: str


@dataclass(frozen=True)
class ChangedField:
    """One thing that differs, before and after."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class ChangeLine:
    """A competency that is new, changed or gone; `kind` names the mark of a diff row."""

    kind: str
    name: str
    fields: tuple[ChangedField, ...]


MARKS = {"new": "new", "changed": "changed", "gone": "removed"}


def line_of(row: Competency) -> Line:
    """A stored competency in words."""
    return Line(
        row=row,
        asks=asks_words(row),
        holds=holds_words(row.valid_days),
        first=", ".join(sorted(one.name for one in row.first.all())),
        guide=prose(row.guide) if row.guide else "",
    )


def asks_words(row: Competency) -> str:
    """As “5 observations by 2 people at 4 or above, the last within 60 days”."""
    seen = ngettext("%(n)s observation", "%(n)s observations", row.observations) % {
        "n": row.observations
    }
    people = ngettext("by %(n)s person", "by %(n)s people", row.people) % {"n": row.people}
    words = _("%(seen)s %(people)s at %(level)s or above") % {
        "seen": seen,
        "people": people,
        "level": row.target.code,
    }
    if row.fresh_days:
        words += _(", the last within %(time)s") % {"time": time_words(row.fresh_days)}
    if row.last_count:
        floor = (row.floor or row.target).code
        words += ngettext(
            ", the last one not below %(floor)s",
            ", none of the last %(n)s below %(floor)s",
            row.last_count,
        ) % {"n": row.last_count, "floor": floor}
    return words


def holds_words(days: int | None) -> str:
    """How long a sign-off holds."""
    return _("holds %(time)s") % {"time": time_words(days)} if days else _("holds for good")


def time_words(days: int) -> str:
    """Whole years as years, the rest as days."""
    if days % YEAR == 0:
        return ngettext("%(n)s year", "%(n)s years", days // YEAR) % {"n": days // YEAR}
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def change_line(change: Change) -> ChangeLine:
    """A change in words."""
    fields: tuple[ChangedField, ...] = ()
    if change.before is not None and change.after is not None:
        fields = tuple(_changed(change.before, change.after, name) for name in change.fields)
    return ChangeLine(MARKS[change.kind], change.name, fields)


def change_counts(changes: tuple[Change, ...]) -> dict[str, int]:
    """How many are new, changed and gone."""
    kinds = [change.kind for change in changes]
    return {kind: kinds.count(kind) for kind in MARKS}


def _changed(before: CompetencySpec, after: CompetencySpec, name: str) -> ChangedField:
    old, new = getattr(before, name), getattr(after, name)
    if name in ("description", "guide"):
        old, new = _without(old, new), _without(new, old)
    return ChangedField(field_labels()[name], _said(old, name), _said(new, name))


def _without(text: str, other: str) -> str:
    """The lines of a text that the other does not have."""
    known = set(other.splitlines())
    return "\n".join(line for line in text.splitlines() if line not in known)


def _said(value: object, name: str) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, tuple):
        return ", ".join(value) or _("nothing")
    if value is None:
        return _("for good") if name == "valid_days" else _("however long ago")
    if name in ("valid_days", "fresh_days") and isinstance(value, int):
        return time_words(value)
    return str(value) or _("nothing")


def field_labels() -> dict[str, str]:
    """The parts of a competency by their names."""
    return {
        "name": _("Name"),
        "domain": _("Domain"),
        "description": _("What it means"),
        "guide": _("Skill guide"),
        "is_critical": _("Critical"),
        "target": _("Level that is wanted"),
        "floor": _("Floor"),
        "observations": _("Observations"),
        "people": _("People"),
        "fresh_days": _("The last one within"),
        "last_count": _("Of the last so many"),
        "valid_days": _("A sign-off holds"),
        "first": _("Comes first"),
    }
