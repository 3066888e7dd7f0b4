"""Drafts of a framework: begun, changed, published, thrown away."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.competencies.access import CHANGE_COMPETENCY, CHANGE_FRAMEWORK, CHANGE_VERSION
from guildhall.competencies.actions.events import (
    DRAFT_CHANGED,
    DRAFT_DISCARDED,
    DRAFT_STARTED,
    VERSION_PUBLISHED,
)
from guildhall.competencies.actions.rows import write_contents
from guildhall.competencies.framework_checks import misfits
from guildhall.competencies.framework_rows import (
    ASKED,
    competency_spec,
    scale_spec,
    version_spec,
)
from guildhall.competencies.framework_spec import CompetencySpec
from guildhall.competencies.models import Competency, Framework, FrameworkVersion
from guildhall.competencies.queries.frameworks import draft_of, newest_version
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor

WORDS = ("name", "description", "guide")
CHANGEABLE = (*WORDS, "is_critical", "target", "floor", *ASKED, "first")


def start_draft(*, framework: Framework, by: Actor, at: datetime) -> FrameworkVersion:
    """A draft that begins as the newest published version. Refuses while there is another draft,
    and for a framework that is retired."""
    require(CHANGE_FRAMEWORK, by, framework)
    with transaction.atomic():
        row = Framework.objects.select_for_update().get(pk=framework.pk)
        refuse_other_draft(row)
        before = newest_version(row)
        if row.retired_at is not None or before is None:
            raise WrongState(_("A retired framework is not changed. Take it up again first."))
        draft = FrameworkVersion.objects.create(
            framework=row,
            number=before.number + 1,
            scale=before.scale,
            made_at=at,
            made_by_id=by.person_id,
        )
        write_contents(draft, version_spec(before))
        record(DRAFT_STARTED, by=by, subject=draft, at=at, organization_id=row.organization_id)
    return draft


def change_competency(
    *, competency: Competency, by: Actor, at: datetime, **values: Any
) -> Competency:
    """Change words, levels (by their codes), counts, days and what comes first (by keys) of a
    competency in a draft. Refuses a published version, and what does not hold together."""
    require(CHANGE_COMPETENCY, by, competency)
    unknown = set(values) - set(CHANGEABLE)
    if unknown:
        raise ValueError(f"A competency has no {', '.join(sorted(unknown))}.")
    with transaction.atomic():
        version = _locked_draft(competency.version_id)
        row = version.competencies.select_related("domain", "target", "floor").get(pk=competency.pk)
        spec = replace(competency_spec(row), **_tidy(values))
        _refuse_misfits(version, spec)
        levels = {level.code: level for level in version.scale.levels.all()}
        row.target, row.floor = levels[spec.target], levels[spec.floor]
        for name in (*WORDS, "is_critical", *ASKED):
            setattr(row, name, getattr(spec, name))
        row.save()
        row.first.set(version.competencies.filter(key__in=spec.first))
        record(
            DRAFT_CHANGED,
            by=by,
            subject=row,
            at=at,
            organization_id=version.framework.organization_id,
        )
    return row


def publish_version(*, version: FrameworkVersion, note: str, by: Actor, at: datetime) -> None:
    """Make a draft count from now on; it never changes again.

    Passports stay at their version until their coordinator moves them. Refuses what is published,
    and a draft in which nothing is new.
    """
    require(CHANGE_VERSION, by, version)
    with transaction.atomic():
        row = _locked_draft(version.pk)
        before = newest_version(row.framework)
        spec = version_spec(row)
        if before and before.scale_id == row.scale_id and version_spec(before) == spec:
            raise WrongState(
                _("This draft is the same as version %(number)s. Change something, or let it go.")
                % {"number": before.number}
            )
        row.note = note.strip()[:400] or row.note
        row.published_at, row.published_by_id = at, by.person_id
        row.save(update_fields=["note", "published_at", "published_by"])
        record(
            VERSION_PUBLISHED,
            by=by,
            subject=row,
            at=at,
            organization_id=row.framework.organization_id,
        )


def discard_draft(*, version: FrameworkVersion, by: Actor, at: datetime) -> bool:
    """Throw a draft away, and a framework that has nothing else with it. Returns whether the
    framework is still there. Refuses what is published."""
    require(CHANGE_VERSION, by, version)
    with transaction.atomic():
        row = _locked_draft(version.pk)
        framework = row.framework
        record(
            DRAFT_DISCARDED, by=by, subject=row, at=at, organization_id=framework.organization_id
        )
        row.delete()
        if framework.versions.exists():
            return True
        framework.delete()
        return False


def refuse_other_draft(framework: Framework) -> None:
    """One draft at a time, so that nobody's work is lost under another's."""
    draft = draft_of(framework)
    if draft is not None:
        raise WrongState(
            _("Version %(number)s is being drafted. Publish it or let it go first.")
            % {"number": draft.number}
        )


def _locked_draft(pk: int) -> FrameworkVersion:
    rows = FrameworkVersion.objects.select_for_update(of=("self",))
    row = rows.select_related("framework", "scale").get(pk=pk)
    if row.published_at is not None:
        raise WrongState(
            _("Version %(number)s is published and stays as it is. Start a new draft.")
            % {"number": row.number}
        )
    return row


def _tidy(values: dict[str, Any]) -> dict[str, Any]:
    tidy = {
        # Browsers send line ends of two signs.
        key: value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
        for key, value in values.items()
    }
    if "first" in tidy:
        tidy["first"] = tuple(sorted(tidy["first"]))
    for key in ("fresh_days", "valid_days"):
        if key in tidy:
            tidy[key] = tidy[key] or None
    if not tidy.get("name", "-"):
        raise InvalidInput(_("The competency needs a name."), {"name": _("Give it a name.")})
    return tidy


def _refuse_misfits(version: FrameworkVersion, changed: CompetencySpec) -> None:
    spec = version_spec(version)
    rows = [changed if row.key == changed.key else row for row in spec.competencies]
    found = misfits(spec.domains, rows, scale_spec(version.scale))
    if found:
        raise InvalidInput(found[0].message, {one.field: one.message for one in found})
