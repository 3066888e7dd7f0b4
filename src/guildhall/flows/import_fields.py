"""The fields that a column can fill, by kind of import.

The names that people give their columns come from the engine's list; those that only an import
of people knows are added here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guildhall.engine.tables import FieldSpec, standard_fields
from guildhall.flows.states import ImportKind

PEOPLE_KINDS = (ImportKind.PEOPLE, ImportKind.GUIDES, ImportKind.LEARNERS)
SHIFTS = (ImportKind.SHIFTS,)


@dataclass(frozen=True)
class ImportField:
    """`like` names the standard fields whose column names it shares.

    `is_for_staff`: left out where somebody runs a program but not the organization.
    """

    name: str
    label: str | Promise
    help: str | Promise
    like: tuple[str, ...]
    kinds: tuple[ImportKind, ...] = PEOPLE_KINDS
    aliases: tuple[str, ...] = ()
    is_for_staff: bool = False


FIELDS = (
    ImportField(
        "given_name",
        _("First name"),
        _("Needed, unless there is a full name."),
        ("first_name",),
    ),
    ImportField("family_name", _("Last name"), "", ("last_name",)),
    ImportField(
        "full_name",
        _("Full name"),
        _("“Ana Lima” or “Lima, Ana”."),
        ("full_name",),
    ),
    ImportField(
        "email",
        _("E-mail"),
        _("Says who it is, unless there is a number."),
        ("email",),
    ),
    ImportField(
        "external_id",
        _("Staff or student number"),
        _("Says who it is; comes before the e-mail."),
        ("external_id",),
        aliases=("number", "staff no", "employee no", "student no", "personnel no"),
    ),
    ImportField("job_title", _("Job title"), "", ("job_title",)),
    ImportField("unit", _("Unit"), _("A new name makes a new unit."), ("unit",)),
    ImportField("site", _("Site"), _("Where a new unit is."), ("site",), is_for_staff=True),
    ImportField(
        "manager",
        _("Manager"),
        _("By e-mail or number; must be here or in the file."),
        ("manager_email",),
        aliases=(
            "manager",
            "line manager",
            "reports to",
            "manager id",
            "manager number",
            "line manager id",
            "manager staff number",
        ),
        is_for_staff=True,
    ),
    ImportField("languages", _("Languages"), _("Divided by commas."), ("languages",)),
    ImportField("time_zone", _("Time zone"), _("Such as America/New_York."), ("time_zone",)),
    ImportField(
        "skills_offered",
        _("Skills offered"),
        _("With levels: “Python 4, Triage (3)”."),
        ("skills_offered",),
    ),
    ImportField(
        "skills_wanted",
        _("Skills wanted"),
        _("With levels: “Python 2, Triage (3)”."),
        ("skills_wanted",),
    ),
    ImportField("interests", _("Interests"), _("Divided by commas."), ("interests",)),
    ImportField("career_stage", _("Career stage"), "", ("career_stage",)),
    ImportField(
        "years_of_experience", _("Years of experience"), _("0 to 70."), ("years_experience",)
    ),
    ImportField("pronouns", _("Pronouns"), "", ("pronouns",)),
    ImportField("hopes", _("What they hope for"), "", ("hopes",)),
    ImportField("about", _("About them"), "", ("biography",)),
    ImportField(
        "capacity",
        _("How many they can guide"),
        _("Over all programs, 0 to 50."),
        ("capacity",),
        (ImportKind.PEOPLE,),
    ),
    ImportField(
        "places",
        _("How many they can guide"),
        _("In this cohort, 1 to 50; else what the program says."),
        ("capacity",),
        (ImportKind.GUIDES,),
    ),
    ImportField(
        "places",
        _("How many guides they need"),
        _("1 or 2; else what the program says."),
        ("guides_wanted",),
        (ImportKind.LEARNERS,),
    ),
    ImportField(
        "guide",
        _("Guide"),
        _("By e-mail or number."),
        ("guide_email",),
        (ImportKind.PAIRS,),
        ("guide", "mentor", "preceptor", "guide id", "mentor id", "preceptor id", "mentor number"),
    ),
    ImportField(
        "learner",
        _("Learner"),
        _("By e-mail or number."),
        ("learner_email",),
        (ImportKind.PAIRS,),
        ("learner", "mentee", "preceptee", "learner id", "mentee id", "preceptee id"),
    ),
    ImportField(
        "person",
        _("Who"),
        _("By e-mail or number."),
        ("email", "external_id"),
        SHIFTS,
        ("who", "person", "employee", "staff", "staff no", "employee no", "student no"),
    ),
    ImportField(
        "date",
        _("Day"),
        _("On which the shift begins, such as 2026-12-31."),
        (),
        SHIFTS,
        ("date", "day", "shift date", "start date", "duty date"),
    ),
    ImportField(
        "starts",
        _("From"),
        _("Such as 07:00, on the house’s clock."),
        (),
        SHIFTS,
        ("from", "start", "starts", "begin", "begins", "start time", "shift start"),
    ),
    ImportField(
        "ends",
        _("To"),
        _("An earlier time is on the next day."),
        (),
        SHIFTS,
        ("to", "end", "ends", "until", "end time", "finish", "shift end"),
    ),
    ImportField("site", _("Site"), _("As it is named here."), ("site",), SHIFTS),
    ImportField("unit", _("Unit"), _("As it is named here."), ("unit",), SHIFTS),
)


@cache
def fields_of(kind: str, *, is_limited: bool = False) -> dict[str, ImportField]:
    """The fields of one kind of import, by name, in the order of the mapping page."""
    return {
        field.name: field
        for field in FIELDS
        if kind in field.kinds and not (is_limited and field.is_for_staff)
    }


@cache
def specs_of(kind: str, *, is_limited: bool = False) -> Sequence[FieldSpec]:
    """The same with every name that their columns are known by."""
    standard: Mapping[str, FieldSpec] = {spec.name: spec for spec in standard_fields()}
    return tuple(
        FieldSpec(
            field.name,
            standard[field.like[0]].label if field.like else field.name.capitalize(),
            (*field.aliases, *(a for name in field.like for a in standard[name].aliases)),
        )
        for field in fields_of(kind, is_limited=is_limited).values()
    )
