"""Doors of frameworks. The scene: a framework of Alder Bay with a published version, a draft and an
upload; one retired; one that came with the product; and an upload of a new one."""

from guildhall.competencies.actions.framework_versions import start_draft
from guildhall.competencies.actions.frameworks import load_frameworks, retire_framework
from guildhall.competencies.models import Framework
from tests.competencies.frameworks import own_framework, upload
from tests.web.doors import Door, everyone, staff_only
from tests.world import NOW, World


def scene(world: World) -> dict[str, int]:
    """Everything that a framework goes through."""
    load_frameworks(at=NOW)
    maren = world.actor("maren")
    drafted = own_framework(world.alder, "Ward skills")
    waiting = upload(world.alder, framework=drafted, by=maren)
    draft = start_draft(framework=drafted, by=maren, at=NOW)
    retired = own_framework(world.alder, "Old skills")
    retire_framework(framework=retired, by=maren, at=NOW)
    return {
        "shared": Framework.objects.get(organization=None, key="ward-nurse").pk,
        "drafted": drafted.pk,
        "published": drafted.versions.get(number=1).pk,
        "draft": draft.pk,
        "retired": retired.pk,
        "competency": draft.competencies.get(key="iv-push").pk,
        "waiting": waiting.pk,
        "upload": upload(world.alder, name="Theatre skills", by=maren).pk,
    }


def _of(name: str):
    return lambda scene: {"pk": scene[name]}


# Published ones are read by everybody in the house, and by nobody else.
HOUSE = {**everyone(200), "olga": 404}
# Coordinators of another organization import too, into theirs.
ANY_STAFF = {**staff_only(viewer=403), "olga": 200}

DOORS = {
    "frameworks": Door(everyone(200)),
    "framework": Door(HOUSE, _of("drafted")),
    "framework_version": Door(staff_only(), _of("draft")),
    "framework_changes": Door(staff_only(), _of("draft")),
    "framework_file": Door(HOUSE, _of("published")),
    "framework_new": Door(ANY_STAFF),
    "framework_competency": Door(staff_only(viewer=403), _of("competency")),
    "framework_upload": Door(staff_only(viewer=404), _of("waiting")),
    # its framework has a draft already (409)
    "framework_upload_draft": Door(
        staff_only(staff=409, viewer=404), _of("waiting"), method="post"
    ),
    # Maren let it go before Ada could
    "framework_upload_disposal": Door(
        {**staff_only(staff=404, viewer=404), "maren": 303}, _of("upload"), method="post"
    ),
    # Maren copied it before Ada could (409); Olga copies it into her own house
    "framework_copy": Door(
        {**staff_only(staff=409, viewer=403, outsider=303), "maren": 303},
        _of("shared"),
        method="post",
    ),
    "framework_draft": Door(staff_only(staff=409, viewer=403), _of("drafted"), method="post"),
    # the draft is the same as what is published (409)
    "framework_publication": Door(staff_only(staff=409, viewer=403), _of("draft"), method="post"),
    # what is published is never thrown away (409)
    "framework_disposal": Door(staff_only(staff=409, viewer=403), _of("published"), method="post"),
    "framework_retirement": Door(staff_only(staff=409, viewer=403), _of("retired"), method="post"),
    "framework_restoration": Door(staff_only(staff=409, viewer=403), _of("drafted"), method="post"),
}
