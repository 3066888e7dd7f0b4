"""Who may join a program without being invited: a rule as data, and whether somebody fits it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput
from guildhall.programs.states import Side

LISTS = ("organizations", "units", "sites")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands: the ids they belong to, and their career stage."""

    organizations: frozenset[int] = frozenset()
    units: frozenset[int] = frozenset()
    sites: frozenset[int] = frozenset()
    career_stage: str = ""


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Every list that is filled must hold; within a list one is enough.

    Without organizations the rule lets nobody in: people then come by link or invitation.
    """

    organizations: frozenset[int] = frozenset()
    units: frozenset[int] = frozenset()
    sites: frozenset[int] = frozenset()
    career_stages: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sides: tuple[str, ...] = tuple(Side.values)

    def admits(self, standing: Standing, *, side: str) -> bool:
        """Whether somebody with this standing may join this side."""
        stages = self.career_stages.get(side, frozenset())
        return (
            side in self.sides
            and bool(self.organizations & standing.organizations)
            and (not self.units or bool(self.units & standing.units))
            and (not self.sites or bool(self.sites & standing.sites))
            and (not stages or standing.career_stage in stages)
        )


def read_eligibility(rule: Mapping[str, Any]) -> Eligibility:
    """The stored rule: {"organizations": [1], "units": [], "sites": [], "sides": ["learner"],
    "career_stages": {"guide": ["senior"], "learner": []}}. Refuses what it does not know."""
    unknown = set(rule) - {*LISTS, "sides", "career_stages"}
    if unknown:
        name = sorted(unknown)[0]
        raise InvalidInput(
            _("Who may join cannot be read."),
            {f"eligibility.{name}": _("It is not known here; remove it.")},
        )
    stages = rule.get("career_stages", {})
    return Eligibility(
        organizations=frozenset(rule.get("organizations", [])),
        units=frozenset(rule.get("units", [])),
        sites=frozenset(rule.get("sites", [])),
        career_stages={side: frozenset(stages.get(side, [])) for side in Side.values},
        sides=tuple(rule.get("sides", Side.values)),
    )
