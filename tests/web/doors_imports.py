"""Doors of imports, and of merging two records. The scene: an import that waits for its columns,
a preview, one that was saved, and a second record of Noor."""

from guildhall.directory.actions.members import add_member
from guildhall.permissions.actor import SYSTEM
from tests.flows.importing import preview, save, upload
from tests.web.doors import Door, staff_only
from tests.world import NOW, World

OTHER = "Name,E-mail\nCleo Sand,cleo@x.example\n"
CONTENT = "Name,E-mail\nAna Lima,ana@x.example\nBen Roy,nobody\n"


def scene(world: World) -> dict[str, int]:
    """Two imports and the second record."""
    maren = world.actor("maren")
    double = add_member(
        organization=world.alder,
        given_name="Noor",
        family_name="Rahimi",
        email="n.rahimi@x.example",
        by=SYSTEM,
        at=NOW,
    )
    return {
        "waiting": upload(world.alder, CONTENT, by=maren).pk,
        "shown": preview(CONTENT, world.alder, by=maren).pk,
        "saved": save(preview(OTHER, world.alder, by=maren), by=maren).pk,
        "noor": world.noor.pk,
        "double": double.person.pk,
    }


def _waiting(scene: dict[str, int]) -> dict[str, int]:
    return {"pk": scene["waiting"]}


def _shown(scene: dict[str, int]) -> dict[str, int]:
    return {"pk": scene["shown"]}


def _saved(scene: dict[str, int]) -> dict[str, int]:
    return {"pk": scene["saved"]}


# Coordinators of another organization import too, into theirs.
ANY_STAFF = {**staff_only(), "olga": 200}

DOORS = {
    "imports": Door(ANY_STAFF),
    "import_new": Door({**ANY_STAFF, "vera": 403}),
    "import": Door(staff_only(), _shown),
    "import_mapping": Door(staff_only(viewer=403), _waiting),
    "import_progress": Door(staff_only(), _waiting),
    "import_refused": Door(staff_only(), _shown),
    # it waits for its columns, so there is nothing to save yet (409)
    "import_application": Door(staff_only(staff=409, viewer=403), _waiting, method="post"),
    "import_attempt": Door(staff_only(staff=303, viewer=403), _waiting, method="post"),
    # what was saved cannot be thrown away any more
    "import_disposal": Door(staff_only(staff=409, viewer=403), _saved, method="post"),
    "person_merge": Door(staff_only(viewer=403), lambda scene: {"pk": scene["noor"]}),
    "person_merge_with": Door(
        staff_only(viewer=403),
        lambda scene: {"pk": scene["noor"], "other": scene["double"]},
    ),
}
