"""The jobs of imports: staging and saving."""

from typing import Any

from guildhall.core import clock
from guildhall.flows.actions.imports.applying import forget_applied_rows, write_import
from guildhall.flows.actions.imports.staging import stage_import
from guildhall.flows.models import Import
from guildhall.flows.queries.imports import APPLY, STAGE
from guildhall.permissions.actor import SYSTEM, actor_for
from guildhall.work.registry import Payload, Progress, handler


@handler(STAGE)
def stage(payload: Payload, progress: Progress) -> dict[str, Any]:
    """Read the file and put every row down with what it would do."""
    import_of = Import.objects.select_related("organization", "cohort__program", "file").get(
        pk=payload["import"]
    )
    stage_import(import_of=import_of, revision=payload["revision"], at=clock.now(), tell=progress)
    return {"state": import_of.state}


@handler(APPLY)
def save(payload: Payload, progress: Progress) -> dict[str, Any]:
    """Write what the preview showed; whoever asked for it must still be allowed to."""
    import_of = Import.objects.select_related("organization", "cohort__program").get(
        pk=payload["import"]
    )
    progress(0, sum(import_of.counts.get(name, 0) for name in ("new", "changed")))
    by = (
        SYSTEM
        if payload.get("is_system")
        else actor_for(account_id=payload["account"], person_id=payload["person"])
    )
    write_import(import_of=import_of, revision=payload["revision"], by=by, at=clock.now())
    forget_applied_rows(import_of)
    return {"state": import_of.state}
