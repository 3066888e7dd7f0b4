"""Doors of preceptors, certificates and backups. The scene: Gwen is certified and guides Noor; Omar
was asked to stand in; Tomas applied. Vera reads, Olga is of another house."""

from guildhall.preceptorship.actions.backups import name_backup
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.preceptorship.standing_ground import applied, certified, provisional, standing_of
from tests.relationships.factories import make_pair
from tests.web.doors import Door, everyone, staff_only
from tests.world import NOW, World


def scene(world: World) -> dict[str, object]:
    """Standings, a pair with a backup that was asked, a certificate."""
    applied(world, world.tomas)
    row = certified(world)
    cohort = cohort_of(preceptorship(world.alder))
    pair = make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))
    provisional(world, "omar")
    backup = name_backup(relationship=pair, person=world.omar, by=world.actor("gwen"), at=NOW)
    return {
        "standing": row.pk,
        "applied": standing_of(world.tomas).pk,
        "certificate": row.certificate.pk,
        "code": row.certificate.printed_code,
        "pair": pair.pk,
        "backup": backup.pk,
    }


def _of(name: str):
    return lambda scene: {"pk": scene[name]}


def _code(scene: dict[str, object]) -> dict[str, object]:
    return {"code": scene["code"]}


READ = staff_only() | {"gwen": 200}
CHANGE = staff_only(viewer=403) | {"gwen": 403}
PAIR = everyone(404) | {"gwen": 200, "maren": 200, "ada": 200, "noor": 403, "vera": 403}
BACKUP = everyone(404) | {"gwen": 200, "maren": 200, "ada": 200}

DOORS = {
    # Olga coordinates a house of her own, and sees its board.
    "preceptors": Door(staff_only(outsider=200)),
    "preceptor_new": Door(staff_only(viewer=404, outsider=200)),
    "preceptor": Door(READ, _of("standing")),
    "preceptor_training": Door(CHANGE, _of("standing")),
    "preceptor_certification": Door(CHANGE, _of("standing")),
    # Nothing to renew yet.
    "preceptor_renewal": Door(
        staff_only(staff=409, viewer=403) | {"gwen": 403}, _of("standing"), method="post"
    ),
    "preceptor_suspension": Door(CHANGE, _of("standing")),
    "preceptor_reinstatement": Door(CHANGE, _of("standing")),
    "preceptor_retirement": Door(CHANGE | {"gwen": 200}, _of("standing")),
    "preceptor_recognition": Door(
        staff_only(staff=403, viewer=403) | {"gwen": 200}, _of("standing")
    ),
    "my_standing": Door(everyone(200)),
    "certificate_paper": Door(READ, _of("certificate")),
    "certificate_revocation": Door(CHANGE, _of("certificate")),
    "certificate_check": Door(everyone(200), _code, nobody=200),
    "pair_backup": Door(PAIR, _of("pair")),
    "backup": Door(BACKUP, _of("backup")),
    "backup_end": Door(
        everyone(404) | dict.fromkeys(("gwen", "maren", "ada"), 303), _of("backup"), method="post"
    ),
}
