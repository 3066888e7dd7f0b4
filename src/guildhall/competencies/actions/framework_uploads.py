"""Frameworks from spreadsheets: read and looked at first, then made into a draft."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.competencies.access import CHANGE_FRAMEWORK, CHANGE_FRAMEWORK_UPLOAD
from guildhall.competencies.actions.events import FRAMEWORK_IMPORTED
from guildhall.competencies.actions.framework_versions import refuse_other_draft
from guildhall.competencies.actions.rows import write_contents, write_scale
from guildhall.competencies.framework_rows import scale_spec
from guildhall.competencies.framework_sheets import (
    SheetProblem,
    Sheets,
    SheetsRefused,
    only,
    tables_of,
)
from guildhall.competencies.framework_spec import (
    ScaleSpec,
    framework_from_table,
    framework_table,
    scale_from_table,
    scale_table,
)
from guildhall.competencies.models import Framework, FrameworkUpload, FrameworkVersion, Scale
from guildhall.competencies.one_sheet import read_one_sheet
from guildhall.competencies.queries.frameworks import (
    DEFAULT_SCALE,
    known_domains,
    newest_number,
    usable_scales,
)
from guildhall.competencies.sheet_set import is_set, read_set
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.directory.access import STAFF_ORGANIZATION
from guildhall.directory.models import Organization
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor

# Uploads that nobody decided on are let go after this time, when the next one comes.
KEPT_FOR = timedelta(days=14)


def start_upload(
    *,
    organization: Organization,
    files: Sequence[tuple[str, bytes]],
    by: Actor,
    at: datetime,
    framework: Framework | None = None,
    name: str = "",
    source: str = "",
    license: str = "",
    scale: Scale | None = None,
) -> FrameworkUpload:
    """Read files and keep what they hold until somebody has looked at it; nothing else changes.

    `framework`: it will be the next version of this one, and keeps its names. Refuses a framework
    of another organization, one with a draft, and files with anything wrong in them, naming file,
    row and column.
    """
    require(STAFF_ORGANIZATION, by, organization)
    if framework is not None:
        require(CHANGE_FRAMEWORK, by, framework)
        if framework.organization_id != organization.pk:
            raise InvalidInput(_("This framework belongs to another organization."))
        refuse_other_draft(framework)
        name = framework.name
        source, license = source or framework.source, license or framework.license
    _refuse_missing(name, source)
    scale = _allowed_scale(organization, framework, scale)
    sheets = _read(files, scale_spec(scale), name=name, framework=framework)
    with transaction.atomic():
        FrameworkUpload.objects.filter(
            organization=organization, made_at__lt=at - KEPT_FOR
        ).delete()
        return FrameworkUpload.objects.create(
            organization=organization,
            framework=framework,
            name=name.strip()[:160],
            source=source.strip()[:400],
            license=license.strip()[:200],
            note=_("Imported from %(files)s.") % {"files": _names(files)},
            files=_names(files),
            scale=None if sheets.scale else scale,
            own_scale=scale_table(sheets.scale) if sheets.scale else None,
            contents=framework_table(sheets.contents),
            remarks=list(sheets.remarks),
            made_at=at,
            made_by_id=by.person_id,
        )


def make_draft(*, upload: FrameworkUpload, by: Actor, at: datetime) -> FrameworkVersion:
    """Make what was uploaded the draft of a framework, new or known; the upload is gone then.

    Levels that came in the files become a scale of the organization, unless it has the same ones.
    Refuses while the framework has another draft.
    """
    require(CHANGE_FRAMEWORK_UPLOAD, by, upload)
    with transaction.atomic():
        row = FrameworkUpload.objects.select_for_update().filter(pk=upload.pk).first()
        if row is None:
            raise WrongState(_("This upload was decided on already."))
        framework = _framework(row)
        draft = FrameworkVersion.objects.create(
            framework=framework,
            number=newest_number(framework) + 1,
            scale=row.scale or _own_scale(row),
            note=row.note,
            made_at=at,
            made_by_id=by.person_id,
        )
        write_contents(draft, framework_from_table(row.contents))
        record(
            FRAMEWORK_IMPORTED,
            by=by,
            subject=draft,
            at=at,
            organization_id=row.organization_id,
        )
        row.delete()
    return draft


def discard_upload(*, upload: FrameworkUpload, by: Actor) -> None:
    """Let an upload go; nothing was changed by it."""
    require(CHANGE_FRAMEWORK_UPLOAD, by, upload)
    upload.delete()


def _refuse_missing(name: str, source: str) -> None:
    problems = {}
    if len(name.strip()) < 2:
        problems["name"] = _("Give the framework a name.")
    if not source.strip():
        problems["source"] = _("Say who wrote it, or where it comes from.")
    if problems:
        raise InvalidInput(_("The framework needs a name and a source."), problems)


def _allowed_scale(
    organization: Organization, framework: Framework | None, scale: Scale | None
) -> Scale:
    scales = usable_scales(organization)
    if scale is None:
        last = framework.versions.order_by("-number").first() if framework else None
        scale = last.scale if last else scales.filter(key=DEFAULT_SCALE).first()
    if scale is None or not scales.filter(pk=scale.pk).exists():
        raise InvalidInput(_("This scale is not there."), {"scale": _("Choose another scale.")})
    return scale


def _read(
    files: Sequence[tuple[str, bytes]],
    scale: ScaleSpec,
    *,
    name: str,
    framework: Framework | None,
) -> Sheets:
    tables = tables_of(files)
    if is_set(tables):
        key = framework.key if framework else slugify(name) or "framework"
        return read_set(tables, scale, key=key)
    if len(tables) == 1:
        return read_one_sheet(*only(tables), scale, known=known_domains(framework))
    message = _(
        "Several files are read where skill.csv and competency.csv are among them. Upload these,"
        " or one file with a row for each competency."
    )
    raise SheetsRefused([SheetProblem(_names(files), None, None, message)])


def _names(files: Sequence[tuple[str, bytes]]) -> str:
    return ", ".join(name for name, _content in files)[:350]


def _framework(row: FrameworkUpload) -> Framework:
    """The framework that the upload is for, with its attribution as it was given; or a new one."""
    if row.framework_id is not None:
        known = Framework.objects.select_for_update().get(pk=row.framework_id)
        refuse_other_draft(known)
        known.source, known.license = row.source, row.license
        known.save(update_fields=["source", "license"])
        return known
    stem = slugify(row.name)[:70].strip("-") or "framework"
    taken = set(
        Framework.objects.filter(
            organization_id=row.organization_id, key__startswith=stem
        ).values_list("key", flat=True)
    )
    return Framework.objects.create(
        organization_id=row.organization_id,
        key=_free(stem, taken),
        name=row.name,
        source=row.source,
        license=row.license,
    )


def _own_scale(row: FrameworkUpload) -> Scale:
    """The organization's scale with just these levels, else a new one under a key of its own."""
    assert row.own_scale is not None
    spec = scale_from_table(row.own_scale)
    known = list(
        Scale.objects.filter(
            organization_id=row.organization_id, key__startswith=spec.key
        ).prefetch_related("levels")
    )
    for scale in known:
        if scale_spec(scale).levels == spec.levels:
            return scale
    key = _free(spec.key, {scale.key for scale in known})
    name = _("%(name)s: levels") % {"name": row.name}
    named = ScaleSpec(key, name[:120], spec.kind, row.source, spec.levels)
    return write_scale(named, organization_id=row.organization_id)


def _free(stem: str, taken: set[str]) -> str:
    number = 1
    while (key := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return key
