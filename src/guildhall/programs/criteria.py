"""Match criteria of a program: what the engine accepts."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput
from guildhall.engine.matching import CriteriaError, load_criteria


def require_criteria(criteria: Mapping[str, Any]) -> None:
    """Refuse criteria that the engine cannot read, with its sentences."""
    try:
        load_criteria(criteria, source=_("the match criteria"))
    except CriteriaError as error:
        problems = {f"criteria.{number}": str(text) for number, text in enumerate(error.problems)}
        raise InvalidInput(
            _("The match criteria cannot be used: %(first)s")
            % {"first": next(iter(problems.values()), str(error))},
            problems,
        ) from error
