"""What an upload holds, against what is there."""

from dataclasses import dataclass

from guildhall.competencies.framework_rows import scale_spec, version_spec
from guildhall.competencies.framework_spec import (
    Change,
    CompetencySpec,
    DomainSpec,
    FrameworkSpec,
    LevelSpec,
    changes_between,
    framework_from_table,
    scale_from_table,
)
from guildhall.competencies.models import FrameworkUpload, FrameworkVersion
from guildhall.competencies.queries.frameworks import newest_version


@dataclass(frozen=True)
class UploadRead:
    """`before`: the published version that it is held against; None for a new framework."""

    contents: FrameworkSpec
    before: FrameworkVersion | None
    changes: tuple[Change, ...]
    levels: tuple[LevelSpec, ...]

    @property
    def domains(self) -> list[tuple[DomainSpec, list[CompetencySpec]]]:
        """The domains with what stands under each."""
        under: dict[str, list[CompetencySpec]] = {}
        for row in self.contents.competencies:
            under.setdefault(row.domain, []).append(row)
        return [(domain, under.get(domain.key, [])) for domain in self.contents.domains]


def read_upload(upload: FrameworkUpload) -> UploadRead:
    """An upload as it was read, and what would be new, changed and gone."""
    contents = framework_from_table(upload.contents)
    before = newest_version(upload.framework) if upload.framework else None
    if upload.scale is not None:
        scale = scale_spec(upload.scale)
    else:
        assert upload.own_scale is not None
        scale = scale_from_table(upload.own_scale)
    changes = changes_between(version_spec(before) if before else None, contents)
    return UploadRead(contents, before, changes, scale.levels)
