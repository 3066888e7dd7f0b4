"""Where an organization may narrow a wording: rooms name their programs and cohorts here."""

from collections.abc import Callable, Iterable

from guildhall.directory.models import Organization

# Gives (scope, label), as ("program:3", "Nursing preceptorship").
ScopeSource = Callable[[Organization], Iterable[tuple[str, str]]]
SOURCES: list[ScopeSource] = []


def scope_source(function: ScopeSource) -> ScopeSource:
    """Register a function that lists an organization's scopes; rooms call this at import."""
    if function not in SOURCES:
        SOURCES.append(function)
    return function


def scopes_of(organization: Organization) -> list[tuple[str, str]]:
    """Every scope of an organization with its label."""
    return [pair for source in SOURCES for pair in source(organization)]
