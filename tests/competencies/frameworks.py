"""A small framework of one organization, as a spreadsheet and in the database."""

from guildhall.competencies.actions.framework_uploads import make_draft, start_upload
from guildhall.competencies.actions.framework_versions import publish_version
from guildhall.competencies.actions.frameworks import load_frameworks
from guildhall.competencies.models import Framework, FrameworkUpload
from guildhall.directory.models import Organization
from guildhall.permissions.actor import SYSTEM, Actor
from tests.world import NOW

ONE_SHEET = (
    "domain,key,name,critical,target,observations,people,valid_days,first,guide\n"
    "Medication,iv-push,IV push,yes,4,3,2,365,,1. Check.\n"
    "Medication,transfusion,Blood transfusion,yes,4,5,2,365,iv-push,\n"
    "Team,handover,Handover,no,3c,1,1,0,,\n"
)


def upload(
    organization: Organization,
    content: str | bytes = ONE_SHEET,
    *,
    name: str = "Ward skills",
    by: Actor = SYSTEM,
    **others: object,
) -> FrameworkUpload:
    """One spreadsheet, read."""
    load_frameworks(at=NOW)
    raw = content.encode() if isinstance(content, str) else content
    return start_upload(
        organization=organization,
        files=[("own.csv", raw)],
        name=name,
        source="Written by the ward",
        by=by,
        at=NOW,
        **others,  # type: ignore[arg-type]
    )


def own_framework(organization: Organization, name: str = "Ward skills") -> Framework:
    """A framework of an organization, published once."""
    draft = make_draft(upload=upload(organization, name=name), by=SYSTEM, at=NOW)
    publish_version(version=draft, note="The first one.", by=SYSTEM, at=NOW)
    return draft.framework
