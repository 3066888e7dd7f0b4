"""Stored scales and versions as plain values."""

from guildhall.competencies.framework_spec import (
    CompetencySpec,
    DomainSpec,
    FrameworkSpec,
    LevelSpec,
    ScaleSpec,
)
from guildhall.competencies.models import Competency, FrameworkVersion, Scale

ASKED = ("observations", "people", "fresh_days", "last_count", "valid_days")


def scale_spec(scale: Scale) -> ScaleSpec:
    """A stored scale as a value."""
    levels = tuple(
        LevelSpec(row.code, row.name, row.anchor, row.allows) for row in scale.levels.all()
    )
    return ScaleSpec(scale.key, scale.name, scale.kind, scale.source, levels)


def version_spec(version: FrameworkVersion) -> FrameworkSpec:
    """A stored version as a value; four questions to the database, however long it is."""
    domains = tuple(version.domains.all())
    rows = version.competencies.select_related("domain", "target", "floor")
    in_order = rows.prefetch_related("first").order_by("domain__position", "position")
    return FrameworkSpec(
        tuple(DomainSpec(domain.key, domain.name) for domain in domains),
        tuple(competency_spec(row) for row in in_order),
    )


def competency_spec(row: Competency) -> CompetencySpec:
    """A stored competency as a value."""
    return CompetencySpec(
        key=row.key,
        domain=row.domain.key,
        name=row.name,
        description=row.description,
        guide=row.guide,
        is_critical=row.is_critical,
        target=row.target.code,
        floor=(row.floor or row.target).code,
        first=tuple(sorted(one.key for one in row.first.all())),
        **{name: getattr(row, name) for name in ASKED},
    )
