"""Doors of standards. The scene: Gwen guides Noor in a program that is held against the core level,
and Maren recorded the policy with its file."""

from guildhall.files.enclosed import Enclosure
from guildhall.standards.actions.attesting import AttestationDraft, attest_fact
from tests.standards.ground import CORE, nursing
from tests.web.doors import Door, staff_only
from tests.world import NOW, World


def scene(world: World) -> dict[str, int]:
    """The program and the attestation."""
    program = nursing(world).program
    file = Enclosure("policy.pdf", b"%PDF", "application/pdf")
    draft = AttestationDraft(on=NOW.date(), file=file)
    row = attest_fact(program=program, fact="policy", draft=draft, by=world.actor("maren"), at=NOW)
    return {"program": program.pk, "attestation": row.pk}


def _program(scene: dict[str, int]) -> dict[str, int]:
    return {"pk": scene["program"]}


# Pages for staff answer everybody else as a missing page does.
READ = staff_only()
KEEP = staff_only(viewer=403)
DOORS = {
    "standards": Door(READ, _program),
    "standards_packs": Door(KEEP, _program),
    "standards_dossier": Door(READ, _program),
    "standards_fact": Door(KEEP, lambda scene: {**_program(scene), "fact": "policy"}),
    "standards_rule": Door(READ, lambda scene: {**_program(scene), "pack": CORE, "rule": "N9"}),
    "attestation_file": Door(READ, lambda scene: {"pk": scene["attestation"]}),
}
