"""The two actions behind the last step of a new program, in one transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from guildhall.core.errors import InvalidInput
from guildhall.directory.models import Organization
from guildhall.permissions.actor import Actor
from guildhall.programs.actions.cohorts import open_cohort
from guildhall.programs.actions.programs import create_program
from guildhall.programs.models import Program


def create_with_cohort(
    *,
    organization: Organization,
    template_key: str,
    program: Mapping[str, Any],
    cohort: Mapping[str, Any],
    eligibility: Mapping[str, Any],
    words: Mapping[str, str],
    by: Actor,
    at: datetime,
) -> Program:
    """A program and its first cohort. What is wrong with the cohort is named `cohort.<field>`."""
    with transaction.atomic():
        made = create_program(
            organization=organization,
            template_key=template_key,
            name=program["name"],
            by=by,
            at=at,
            changes={
                "summary": program["summary"],
                "eligibility": dict(eligibility),
                "words": dict(words),
            },
        )
        try:
            open_cohort(program=made, by=by, at=at, **cohort)
        except InvalidInput as error:
            problems = {f"cohort.{name}": words for name, words in error.problems.items()}
            raise InvalidInput(error.message, problems) from error
    return made
