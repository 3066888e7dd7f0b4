"""Writing scales and the contents of versions from plain values."""

from collections.abc import Iterable

from guildhall.competencies.framework_rows import ASKED
from guildhall.competencies.framework_spec import CompetencySpec, FrameworkSpec, ScaleSpec
from guildhall.competencies.models import Competency, Domain, FrameworkVersion, Scale, ScaleLevel


def write_scale(spec: ScaleSpec, *, organization_id: int | None) -> Scale:
    """A new scale with its levels."""
    scale = Scale.objects.create(
        organization_id=organization_id,
        key=spec.key,
        name=spec.name,
        kind=spec.kind,
        source=spec.source,
    )
    ScaleLevel.objects.bulk_create(
        ScaleLevel(
            scale=scale,
            position=position,
            code=level.code,
            name=level.name,
            anchor=level.anchor,
            allows=level.allows,
        )
        for position, level in enumerate(spec.levels)
    )
    return scale


def write_contents(version: FrameworkVersion, spec: FrameworkSpec) -> None:
    """Fill an empty version."""
    Domain.objects.bulk_create(
        Domain(version=version, position=position, key=domain.key, name=domain.name)
        for position, domain in enumerate(spec.domains)
    )
    domains = {row.key: row for row in version.domains.all()}
    levels = {row.code: row for row in version.scale.levels.all()}
    Competency.objects.bulk_create(
        Competency(
            version=version,
            domain=domains[row.domain],
            position=position,
            key=row.key,
            name=row.name,
            description=row.description,
            guide=row.guide,
            is_critical=row.is_critical,
            target=levels[row.target],
            floor=levels[row.floor],
            **{name: getattr(row, name) for name in ASKED},
        )
        for position, row in enumerate(spec.competencies)
    )
    _write_first(version, spec.competencies)


def _write_first(version: FrameworkVersion, rows: Iterable[CompetencySpec]) -> None:
    ids = dict(version.competencies.values_list("key", "pk"))
    through = Competency.first.through
    through.objects.bulk_create(
        through(from_competency_id=ids[row.key], to_competency_id=ids[key])
        for row in rows
        for key in row.first
    )
