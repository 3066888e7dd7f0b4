"""The registry of facts that rules look at, and of the functions that gather them.

A fact is measured from the rooms, or attested by a person. One without a source yet says what would
make it measurable; whoever builds that source registers a gatherer for it in `queries`.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guildhall.programs.models import Program
from guildhall.standards.states import Subject

Words = str | Promise
Values = Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True)
class Gathering:
    """What a gatherer is asked: a program, the subjects by id, and when."""

    program: Program
    ids: Collection[int]
    at: datetime
    today: date


@dataclass(frozen=True)
class Fact:
    """Something that is known of a subject. `how` says what makes it measurable. What is attested
    asks for a day, or for the counts of a self-scored mark."""

    key: str
    subject: Subject
    label: Words
    how: Words = ""
    is_attested: bool = False
    asks_counts: bool = False


@dataclass(frozen=True)
class Gatherer:
    """A function that finds some facts for all subjects at once, in a fixed number of queries."""

    subject: Subject
    facts: frozenset[str]
    find: Callable[[Gathering], Values]


FACTS: dict[tuple[Subject, str], Fact] = {}
GATHERERS: list[Gatherer] = []


def gatherer(
    subject: Subject, *facts: str
) -> Callable[[Callable[[Gathering], Values]], Callable[[Gathering], Values]]:
    """Register a function that gathers these facts of subjects of one kind."""

    def register(find: Callable[[Gathering], Values]) -> Callable[[Gathering], Values]:
        GATHERERS.append(Gatherer(subject, frozenset(facts), find))
        return find

    return register


def fact_of(subject: str, key: str) -> Fact:
    """A declared fact."""
    return FACTS[Subject(subject), key]


def attested(key: str) -> Fact | None:
    """A fact of the program that people record, by its key."""
    fact = FACTS.get((Subject.PROGRAM, key))
    return fact if fact and fact.is_attested else None


def is_measured(subject: str, key: str) -> bool:
    """Whether some room supplies it."""
    return any(one.subject == subject and key in one.facts for one in GATHERERS)


def _declare(subject: Subject, key: str, label: Words, how: Words = "", **said: bool) -> None:
    FACTS[subject, key] = Fact(key, subject, label, how, **said)


_STANDING = _(
    "It becomes measurable once the day of registration is kept with a person’s standing."
)
_P, _L, _G = Subject.PAIR, Subject.LEARNER, Subject.GUIDE
_declare(_P, "starts_on", _("First day of the course"))
_declare(_P, "preceptor_since", _("First day with this preceptor"))
_declare(
    _P,
    "planned_end",
    _("Planned end of the pair"),
    _("Set a planned end: the program’s length gives it."),
)
_declare(_P, "meetings_held", _("Meetings held"))
_declare(_P, "meetings_booked", _("Meetings booked"))
_declare(_P, "meetings_ahead", _("How many meetings are booked"))
_declare(_P, "supernumerary_hours", _("Verified supernumerary hours"))
_declare(_P, "placement_hours", _("Verified hours of placement"))
_declare(_P, "simulated_hours", _("Verified hours of simulation"))
_declare(
    _P,
    "community_and_system_hours",
    _("Verified hours at the places that the program names"),
    _("Name the places in the hours of the program’s template."),
)
_declare(_P, "work_share", _("Percent of full time"))
_declare(
    _P,
    "preceptor_trained",
    _("Preceptor course done"),
    _("Record the training with the standing of the preceptor, or ask for it as a prerequisite."),
)
_declare(_P, "preceptor_registered_on", _("Registration of the preceptor"), _STANDING)
_declare(_P, "learner_registered_on", _("Registration of the learner"), _STANDING)
_declare(
    _P,
    "plan_agreed",
    _("Learning plan agreed"),
    _("It becomes measurable where the program follows a course, which keeps the learning plan."),
)
_declare(_P, "charter_agreed", _("Agreement in force"))
_declare(_P, "ratings_locked", _("Rating rounds locked by both"))
_declare(
    _P,
    "hours_with_practitioner",
    _("Hours with a nurse practitioner"),
    _("It becomes measurable once the profession of preceptors is kept with their standing."),
)
_declare(_L, "starts_on", _("First day"))
_declare(_L, "preceptor_named", _("Preceptor named"))
_declare(_L, "preceptors", _("Preceptors so far"))
_declare(_G, "guided", _("Learners in all houses"))
_declare(_G, "guides_since", _("Guides since"))
_declare(_G, "protected_hours", _("Protected hours delivered"))


def _of_program(key: str, label: Words, how: Words = "", **said: bool) -> None:
    _declare(Subject.PROGRAM, key, label, how, **said)


_RECORD = _("Somebody who coordinates records it.")
_of_program("leads", _("People who coordinate"))
_of_program("free_places", _("Free places of preceptors"))
_of_program("starters", _("Starters without a preceptor"))
_of_program("ratio_set", _("Ratio in the hours of the program"), _("Set a ratio in the template."))
_SURVEYS = _("It becomes measurable once surveys are held here.")
_of_program("survey_answers", _("Answers to the survey"), _SURVEYS)
_of_program("survey_asked", _("People asked"), _SURVEYS)
for _key, _label in (
    ("policy", _("Preceptorship policy ratified")),
    ("protected_policy", _("Protected time promised in the policy")),
    ("senior_officer", _("Somebody on the board answers for preceptorship")),
    ("champions", _("A champion in every area")),
    ("evaluation", _("Evaluation of the program")),
    ("retention", _("Retention counted at 12 and 24 months")),
    ("peer_support", _("Action learning, peer groups, coaching or supervision")),
    ("shaped_by_preceptees", _("A change that came from preceptees")),
    ("early_career_support", _("Support after the first year")),
    ("international_route", _("Route for people recruited abroad")),
    ("director", _("One director for all sites")),
    ("accreditation", _("Accreditation given")),
    ("no_conflict", _("Nobody guides a spouse or partner")),
    ("mark_awarded", _("Quality mark awarded")),
):
    _of_program(_key, _label, _RECORD, is_attested=True)
_of_program(
    "mark_scores",
    _("Your own scores for the quality mark"),
    _RECORD,
    is_attested=True,
    asks_counts=True,
)
