"""Doors of the matching studio. The scene: the hall of Alder Bay with a solved draft."""

from dataclasses import dataclass
from typing import Any

from guildhall.matching.models import MatchRound
from tests.matching.factories import solved, started
from tests.matching.hall import Hall, make_hall
from tests.web.doors import Door, everyone, staff_only
from tests.world import World


@dataclass(frozen=True)
class Scene:
    """A draft to look at and change, and one to put away."""

    hall: Hall
    draft: MatchRound
    spare: MatchRound


def scene(world: World) -> Scene:
    hall = make_hall(world)
    return Scene(hall, solved(started(hall.cohort)), solved(started(hall.cohort)))


def _cohort(s: Scene) -> dict[str, Any]:
    return {"pk": s.hall.cohort.pk}


def _draft(s: Scene) -> dict[str, Any]:
    return {"pk": s.draft.pk}


def _changes(status: int) -> dict[str, int]:
    """Staff change it, read-only staff are refused, everybody else finds nothing."""
    return staff_only(staff=status, viewer=403)


READ = staff_only()
DOORS = {
    "studio": Door(READ, _cohort),
    "rounds": Door(_changes(303), _cohort, "post"),
    "round_copies": Door(_changes(303), _draft, "post"),
    "round_solution": Door(_changes(303), _draft, "post"),
    # whoever comes first puts it away; the second is told so on the studio
    "round_archival": Door(_changes(303), lambda s: {"pk": s.spare.pk}, "post"),
    # nothing to take back is said on the studio, also to those who may only read
    "round_undo": Door(staff_only(staff=303, viewer=303), _draft, "post"),
    # the door before it has set the draft solving, so there is progress to show
    "round_progress": Door(READ, _draft),
    "round_export": Door(READ, _draft),
    "round_rules": Door(READ, _draft),
    "round_rule_new": Door(staff_only(viewer=403), _draft),
    "round_rule_removal": Door(
        everyone(404), lambda s: {**_draft(s), "group": "rules", "key": "nothing"}, "post"
    ),
    "round_criteria": Door(READ, _draft),
    "round_words": Door(everyone(404), _draft, "post"),
    "round_swaps": Door(everyone(404), _draft, "post"),
    "round_trials": Door(everyone(404), _draft, "post"),
    "round_changes": Door(READ, _draft),
    "round_unmatched": Door(READ, _draft),
    "round_messages": Door(staff_only(viewer=403), _draft),
    "round_wording_default": Door(_changes(303), _draft, "post"),
    "publication": Door(READ, _draft),
}
