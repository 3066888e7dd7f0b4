"""Frameworks as a whole: what comes with the product, a house's own copy, and retiring one."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.competencies.access import CHANGE_FRAMEWORK, SEE_FRAMEWORK
from guildhall.competencies.actions.events import (
    FRAMEWORK_COPIED,
    FRAMEWORK_RESTORED,
    FRAMEWORK_RETIRED,
)
from guildhall.competencies.actions.rows import write_contents, write_scale
from guildhall.competencies.framework_files import (
    FrameworkFile,
    frameworks_in_files,
    scales_in_files,
)
from guildhall.competencies.framework_rows import scale_spec, version_spec
from guildhall.competencies.models import Framework, FrameworkVersion, Scale
from guildhall.competencies.queries.frameworks import newest_version
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.directory.access import STAFF_ORGANIZATION
from guildhall.directory.models import Organization
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor


def load_frameworks(*, at: datetime) -> int:
    """Bring the scales and frameworks that come with the product into the database.

    A file that changed makes a new published version; a version that is there is never changed,
    so that passports stay what they were. Names follow the files. A second run changes nothing.
    Refuses a scale whose levels changed under the same key. Returns how many versions are new.
    """
    with transaction.atomic():
        scales = {key: _load_scale(key) for key in scales_in_files()}
        return sum(_load(file, scales[file.scale], at=at) for file in frameworks_in_files())


def copy_framework(
    *, framework: Framework, organization: Organization, by: Actor, at: datetime
) -> Framework:
    """A draft of one's own from what came with the product, under the same key and on the same
    scale. Refuses where the organization has it already."""
    require(SEE_FRAMEWORK, by, framework)
    require(STAFF_ORGANIZATION, by, organization)
    version = newest_version(framework)
    if framework.organization_id is not None or version is None:
        raise WrongState(_("Only what came with the product is copied."))
    if Framework.objects.filter(organization=organization, key=framework.key).exists():
        raise WrongState(
            _("%(organization)s has its own “%(name)s” already. Change that one.")
            % {"organization": organization.name, "name": framework.name}
        )
    with transaction.atomic():
        own = Framework.objects.create(
            organization=organization,
            key=framework.key,
            name=framework.name,
            summary=framework.summary,
            source=framework.source,
            license=framework.license,
        )
        draft = FrameworkVersion.objects.create(
            framework=own,
            number=1,
            scale=version.scale,
            note=_("Copied from version %(number)s.") % {"number": version.number},
            made_at=at,
            made_by_id=by.person_id,
        )
        write_contents(draft, version_spec(version))
        record(
            FRAMEWORK_COPIED,
            by=by,
            subject=own,
            at=at,
            organization_id=organization.pk,
            copied_from=framework.pk,
        )
    return own


def retire_framework(*, framework: Framework, by: Actor, at: datetime) -> Framework:
    """Take a framework out of the choice for programs. Programs and passports that have it keep
    it. Refuses one that is retired already."""
    require(CHANGE_FRAMEWORK, by, framework)
    return _set_retired(framework, at, kind=FRAMEWORK_RETIRED, by=by, at=at)


def restore_framework(*, framework: Framework, by: Actor, at: datetime) -> Framework:
    """Offer a retired framework again. Refuses one that is not retired."""
    require(CHANGE_FRAMEWORK, by, framework)
    return _set_retired(framework, None, kind=FRAMEWORK_RESTORED, by=by, at=at)


def _set_retired(
    framework: Framework, retired_at: datetime | None, *, kind: str, by: Actor, at: datetime
) -> Framework:
    with transaction.atomic():
        row = Framework.objects.select_for_update().get(pk=framework.pk)
        if (row.retired_at is None) == (retired_at is None):
            raise WrongState(
                _("This framework is in use.")
                if retired_at is None
                else _("This framework is retired already.")
            )
        row.retired_at = retired_at
        row.save(update_fields=["retired_at"])
        record(kind, by=by, subject=row, at=at, organization_id=row.organization_id)
    return row


def _load_scale(key: str) -> Scale:
    spec = scales_in_files()[key]
    scale = Scale.objects.filter(organization__isnull=True, key=key).first()
    if scale is None:
        return write_scale(spec, organization_id=None)
    if scale_spec(scale).levels != spec.levels:
        raise InvalidInput(
            f"{key}.toml: people were rated on these levels, so they stay. Give a changed scale a"
            " new key."
        )
    return scale


def _load(file: FrameworkFile, scale: Scale, *, at: datetime) -> bool:
    """Whether the file made a new version."""
    framework, _made = Framework.objects.update_or_create(
        organization=None,
        key=file.key,
        defaults={
            "name": file.name,
            "summary": file.summary,
            "source": file.source,
            "license": file.license,
        },
    )
    newest = newest_version(framework)
    if newest and newest.scale_id == scale.pk and version_spec(newest) == file.spec:
        return False
    version = FrameworkVersion.objects.create(
        framework=framework,
        number=newest.number + 1 if newest else 1,
        scale=scale,
        note=file.note,
        made_at=at,
        published_at=at,
    )
    write_contents(version, file.spec)
    return True
