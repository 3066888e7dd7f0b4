"""Doors of coming in. Noor has begun to apply, Gwen takes part, Omar was nominated."""

from dataclasses import dataclass

from guildhall.competencies.actions.vocabulary import load_vocabulary
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.actions.applications import start_application
from guildhall.programs.actions.joining import open_join_link
from guildhall.programs.actions.nominations import nominate
from guildhall.programs.models import Cohort, Enrollment, JoinLink, Nomination
from guildhall.questions.actions.responses import save_answers
from guildhall.questions.actions.sets import add_question
from guildhall.questions.answers import Upload
from guildhall.questions.models import Answer
from guildhall.questions.specs import QuestionSpec
from tests.programs.factories import make_cohort, make_enrollment, make_program
from tests.web.doors import Door, everyone
from tests.world import NOW, World


@dataclass(frozen=True)
class Scene:
    """A program open to Alder Bay, and people on their way into it."""

    cohort: Cohort
    link: JoinLink
    draft: Enrollment
    place: Enrollment
    nomination: Nomination
    answer: Answer


def scene(world: World) -> Scene:
    load_vocabulary()
    program = make_program(
        world.alder,
        "Evening mentoring",
        eligibility={"organizations": [world.alder.pk]},
        wishes={"guide": True, "learner": True},
    )
    add_question(program.learner_questions, QuestionSpec("proof", "file", "Your certificate?"))
    cohort = make_cohort(program)
    draft = start_application(
        cohort=cohort, person=world.noor, side="learner", by=world.actor("noor"), at=NOW
    )
    save_answers(response=draft.response, values={"proof": Upload("cv.pdf", b"one")}, at=NOW)
    nomination = nominate(
        cohort=cohort,
        side="guide",
        nominee=world.omar,
        reason="He listens first.",
        by=world.actor("maren"),
        at=NOW,
    )
    return Scene(
        cohort=cohort,
        link=open_join_link(cohort=cohort, side="learner", by=SYSTEM, at=NOW),
        draft=draft,
        place=make_enrollment(cohort, world.gwen, "guide"),
        nomination=nomination,
        answer=Answer.objects.get(),
    )


def of_offer(s: Scene) -> dict[str, object]:
    return {"cohort_id": s.cohort.pk, "side": "learner"}


def of_draft(s: Scene) -> dict[str, object]:
    return {"pk": s.draft.pk}


def of_place(s: Scene) -> dict[str, object]:
    return {"pk": s.place.pk}


def of_link(s: Scene) -> dict[str, object]:
    return {"token": s.link.token}


def own(who: str, status: int, *, readers: int = 404) -> dict[str, int]:
    """Only the person; readers of the program get `readers`."""
    found = everyone(404) | dict.fromkeys(("maren", "ada", "vera"), readers)
    return found | {who: status}


MEMBERS = everyone(200) | {"olga": 404}
STARTS = everyone(303) | {"olga": 404}

DOORS = {
    "offers": Door(everyone(200)),
    "offer": Door(MEMBERS, of_offer),
    "offer_application": Door(STARTS, of_offer, "post"),
    "nominations": Door(MEMBERS, of_offer),
    "join": Door(everyone(200), of_link, nobody=200),
    # A link for members only does not let Olga's organization in.
    "join_membership": Door(everyone(303) | {"olga": 403}, of_link, "post", nobody=303),
    "join_application": Door(STARTS, of_link, "post"),
    "enrollment": Door(own("noor", 200, readers=200), of_draft),
    "application": Door(own("noor", 200, readers=403), of_draft),
    "application_review": Door(own("noor", 200, readers=403), of_draft),
    "application_submission": Door(own("noor", 422, readers=403), of_draft, "post"),
    # Gwen's program asks guides too, and nobody is there to be chosen; readers never open a list.
    "wishes": Door(own("gwen", 200, readers=403), of_place),
    "wishes_withdrawal": Door(own("gwen", 409, readers=403), of_place, "post"),
    # Gwen comes first and leaves; staff then find it done.
    "enrollment_withdrawal": Door(own("gwen", 303, readers=409) | {"vera": 403}, of_place, "post"),
    "enrollment_places": Door(own("gwen", 403, readers=422) | {"vera": 403}, of_place, "post"),
    "prerequisite_state": Door(
        own("gwen", 403, readers=303) | {"vera": 403},
        lambda s: {"pk": s.place.prerequisites.get().pk},
        "post",
    ),
    # A draft's file is read by nobody but its author.
    "answer_file": Door(own("noor", 200), lambda s: {"pk": s.answer.pk}),
    "nomination": Door(everyone(404), lambda s: {"pk": s.nomination.pk}),
    "nomination_answer": Door(everyone(404), lambda s: {"pk": s.nomination.pk}, "post"),
}
