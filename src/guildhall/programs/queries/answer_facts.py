"""Facts from the answers of applications."""

from collections.abc import Sequence

from django.db.models import QuerySet

from guildhall.engine.matching.types import Value
from guildhall.programs.facts import Enrollments, Values, fact, fact_family
from guildhall.programs.models import Enrollment
from guildhall.programs.queries.memberships import FEW
from guildhall.questions.models import Response
from guildhall.questions.queries.answers import answers_mapped_to, answers_of


@fact_family("answer")
def answer(enrollments: Enrollments, keys: Sequence[str]) -> dict[str, Values]:
    """The answer to the question with this key; option keys, numbers, texts, skills by name."""
    found = answers_of(_responses(enrollments), keys=keys)
    return {
        key: {
            row.pk: _shape(found[row.response_id][key])
            for row in enrollments
            if row.response_id is not None and key in found.get(row.response_id, {})
        }
        for key in keys
    }


@fact("license")
def license(enrollments: Enrollments) -> Values:
    """Licenses held, as keys of the options of the question that asks for them."""
    return _mapped(enrollments, "license")


@fact("shifts")
def shifts(enrollments: Enrollments) -> Values:
    """Shifts worked, as keys of the options of the question that asks for them."""
    return _mapped(enrollments, "shifts")


def _mapped(enrollments: Enrollments, fact_name: str) -> Values:
    found = answers_mapped_to(fact_name, _responses(enrollments))
    return {
        row.pk: _shape(found[row.response_id])
        for row in enrollments
        if row.response_id is not None and row.response_id in found
    }


def _responses(enrollments: Enrollments) -> list[Response] | QuerySet[Response]:
    if len(enrollments) <= FEW:
        return [Response(pk=row.response_id) for row in enrollments if row.response_id is not None]
    cohorts = {row.cohort_id for row in enrollments}
    handed_in = Enrollment.objects.filter(cohort_id__in=cohorts, response_id__isnull=False)
    return Response.objects.filter(pk__in=handed_in.values("response_id"))


def _shape(value: object) -> Value:
    """An answer in the shape that the engine takes."""
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    if isinstance(value, dict):
        return {str(name): int(level) for name, level in value.items()}
    if isinstance(value, (str, int, float)):
        return value
    raise TypeError(f"An answer of type {type(value).__name__} is no fact.")
