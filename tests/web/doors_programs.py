"""Doors of programs and cohorts."""

from dataclasses import dataclass

from guildhall.permissions.actor import SYSTEM
from guildhall.programs.actions.joining import open_join_link
from guildhall.programs.actions.roles import grant_program_role
from guildhall.programs.models import Cohort, JoinLink, Program, ProgramGrant
from guildhall.questions.models import Question
from tests.programs.factories import make_cohort, make_program
from tests.web.doors import Door, staff_only
from tests.world import NOW, World


@dataclass(frozen=True)
class Scene:
    """A program of Alder Bay with a cohort, a link and a role."""

    program: Program
    cohort: Cohort
    link: JoinLink
    grant: ProgramGrant
    question: Question


def scene(world: World) -> Scene:
    program = make_program(world.alder, "Day mentoring")
    cohort = make_cohort(program)
    link = open_join_link(cohort=cohort, side="learner", by=SYSTEM, at=NOW)
    grant = grant_program_role(
        program=program, person=world.tomas, role="screener", by=SYSTEM, at=NOW
    )
    return Scene(program, cohort, link, grant, program.learner_questions.questions.first())


def of_program(s: Scene, **more: object) -> dict[str, object]:
    return {"pk": s.program.pk, **more}


def of_cohort(s: Scene) -> dict[str, object]:
    return {"pk": s.cohort.pk}


def of_template(s: Scene) -> dict[str, object]:
    return {"key": "formal-mentoring-6"}


# Read-only staff open the pages of a program and are refused where it changes.
CHANGES = staff_only(viewer=403)
POSTS = staff_only(staff=303, viewer=403)
# Maren comes first and does it; Ada then finds it done.
ONCE = POSTS | {"ada": 409}
REFUSES_EMPTY = staff_only(staff=422, viewer=403)
# Olga coordinates another organization: her own list, wizard and nothing of Alder Bay's.
OWN_HOUSE = staff_only(viewer=404, outsider=200)

DOORS = {
    "programs": Door(staff_only(outsider=200)),
    "program_new": Door(OWN_HOUSE),
    "program_details": Door(OWN_HOUSE, of_template),
    "program_preview": Door(staff_only(staff=422, viewer=404, outsider=422), of_template, "post"),
    "program_creation": Door(staff_only(staff=422, viewer=404, outsider=422), of_template, "post"),
    "program": Door(staff_only(), of_program),
    "program_settings": Door(CHANGES, of_program),
    "program_partners": Door(CHANGES, of_program),
    "program_partner_new": Door(
        staff_only(staff=404, viewer=403, outsider=404), of_program, "post"
    ),
    "program_partner_invitation": Door(REFUSES_EMPTY, of_program, "post"),
    "program_partner_removal": Door(
        staff_only(staff=404, viewer=403), lambda s: of_program(s, organization=0), "post"
    ),
    "program_copy": Door(CHANGES, of_program),
    "program_archive": Door(ONCE, of_program, "post"),
    "program_restoration": Door(ONCE, of_program, "post"),
    "program_roles": Door(REFUSES_EMPTY, of_program, "post"),
    "program_role_end": Door(ONCE, lambda s: {"pk": s.grant.pk}, "post"),
    "program_questions": Door(CHANGES, lambda s: of_program(s, side="learner")),
    "question_new": Door(CHANGES, lambda s: of_program(s, side="guide")),
    "question": Door(CHANGES, lambda s: {"pk": s.question.pk}),
    "question_position": Door(POSTS, lambda s: {"pk": s.question.pk}, "post"),
    "question_retirement": Door(POSTS | {"ada": 404}, lambda s: {"pk": s.question.pk}, "post"),
    "cohort_new": Door(CHANGES, of_program),
    "cohort": Door(staff_only(), of_cohort),
    "cohort_settings": Door(CHANGES, of_cohort),
    "cohort_archive": Door(ONCE, of_cohort, "post"),
    "cohort_restoration": Door(ONCE, of_cohort, "post"),
    "cohort_invitations": Door(CHANGES, of_cohort),
    "cohort_members": Door(CHANGES, of_cohort),
    # for a partner's staff; those of the house open the cohort, but propose nobody
    "cohort_proposals": Door(staff_only(staff=403, viewer=403), of_cohort),
    "join_links": Door(CHANGES, of_cohort),
    "join_link_code": Door(staff_only(viewer=404), lambda s: {"pk": s.link.pk}),
    "join_link_closure": Door(
        staff_only(staff=303, viewer=404) | {"ada": 409}, lambda s: {"pk": s.link.pk}, "post"
    ),
}
