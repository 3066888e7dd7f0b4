"""Every kind of row that the chain proves, each held against its events."""

from collections.abc import Iterator
from typing import Any

from guildhall.assessment.proven import PROVEN as ASSESSMENT
from guildhall.audit.proof_check import row_problems
from guildhall.audit.proven import Proven
from guildhall.concerns.proven import PROVEN as CONCERNS
from guildhall.directory.models import Person
from guildhall.hours.proven import PROVEN as HOURS

KINDS: tuple[Proven[Any], ...] = (*ASSESSMENT, *CONCERNS, *HOURS)


def proven_rows() -> Iterator[tuple[str, int, list[str]]]:
    """Of each kind its name, how many rows there are, and a sentence for each that fails."""
    people = Person.objects.filter(merged_into__isnull=False)
    merged = {pk: into for pk, into in people.values_list("pk", "merged_into_id") if into}
    for kind in KINDS:
        yield str(kind.noun), kind.rows().count(), list(row_problems(kind, merged=merged))


def all_problems() -> list[str]:
    """The sentences of every kind."""
    return [problem for _kind, _count, problems in proven_rows() for problem in problems]
