"""Shapes of what programs and cohorts take in."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.directory.models import Organization, Site, Unit
from guildhall.people.states import CareerStage
from guildhall.programs.models import Program
from guildhall.programs.states import Kind, ProgramRole, Side
from guildhall.web.shared.forms import DAY

WORDS = {
    "guide": _("One who guides"),
    "guides": _("Several who guide"),
    "learner": _("One who learns"),
    "learners": _("Several who learn"),
    "meeting": _("One meeting"),
    "meetings": _("Several meetings"),
}
WAYS = [
    ("invited", _("By invitation or link only")),
    ("open", _("Also by themselves, where the rule below lets them in")),
]
COHORT_FIELDS = (
    "cohort_name",
    "applications_close_on",
    "matches_promised_on",
    "starts_on",
    "ends_on",
)


def date_field(label: Any, help_text: Any = "") -> forms.DateField:
    """An optional day, with the browser's own calendar."""
    return forms.DateField(
        label=label,
        required=False,
        help_text=help_text,
        widget=DAY,
    )


class CohortForm(forms.Form):
    """A name and four days."""

    name = forms.CharField(label=_("Name of the cohort"), max_length=120)
    applications_close_on = date_field(_("Applications close on"))
    matches_promised_on = date_field(
        _("Matches promised by"), _("People read this date; it appears on Today.")
    )
    starts_on = date_field(_("Starts on"))
    ends_on = date_field(_("Ends on"), _("Left empty, the program's length decides."))


class WordsForm(forms.Form):
    """What the program calls its people and their meetings."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, label in WORDS.items():
            self.fields[key] = forms.CharField(label=label, max_length=40, min_length=2)


class EligibilityForm(forms.Form):
    """Who may join without being invited."""

    way = forms.ChoiceField(label=_("How people join"), choices=WAYS, widget=forms.RadioSelect)
    sides = forms.MultipleChoiceField(
        label=_("Who may apply by themselves"),
        choices=Side.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    organizations = forms.ModelMultipleChoiceField(
        Organization.objects.none(),
        label=_("Members of"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sites = forms.ModelMultipleChoiceField(
        Site.objects.none(),
        label=_("Only at these sites"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("Only in these teams"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": "6"}),
    )
    guide_stages = forms.MultipleChoiceField(
        label=_("Guides at these stages"),
        choices=CareerStage.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    learner_stages = forms.MultipleChoiceField(
        label=_("Learners at these stages"),
        choices=CareerStage.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        organization: Organization,
        words: Mapping[str, str],
        partners: list[Organization] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        houses = [organization, *(partners or [])]
        ids = [house.pk for house in houses]
        self._show("organizations", Organization.objects.filter(pk__in=ids))
        self._show("sites", Site.objects.filter(organization__in=ids))
        self._show("units", Unit.objects.filter(organization__in=ids))
        self.fields["sides"].choices = [  # type: ignore[attr-defined]
            (side, words[f"{side}s"].capitalize()) for side in Side.values
        ]
        for side in Side.values:
            self.fields[f"{side}_stages"].label = _("%(people)s at these stages") % {
                "people": words[f"{side}s"].capitalize()
            }

    @property
    def is_ruled(self) -> bool:
        """Whether the rule decides anything, or something in it is wrong."""
        return self["way"].value() == "open" or bool(self.is_bound and self.errors)

    def _show(self, name: str, rows: Any) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]
        if not rows.exists():
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """An open program needs somebody to be open to."""
        values = self.cleaned_data
        if values.get("way") == "open" and not values.get("organizations"):
            self.add_error("organizations", _("Choose whose members may join."))
        if values.get("way") == "open" and not values.get("sides"):
            self.add_error("sides", _("Choose at least one side."))
        return values

    def rule(self) -> dict[str, Any]:
        """The eligibility rule as it is stored; {} where people join by invitation only."""
        values = self.cleaned_data
        if values["way"] != "open":
            return {}
        stages = {side: values[f"{side}_stages"] for side in Side.values}
        return {
            "organizations": [row.pk for row in values["organizations"]],
            "sites": [row.pk for row in values.get("sites", [])],
            "units": [row.pk for row in values.get("units", [])],
            "sides": values["sides"],
            "career_stages": {side: chosen for side, chosen in stages.items() if chosen},
        }


def eligibility_initial(rule: Mapping[str, Any], *, organization: Organization) -> dict[str, Any]:
    """A stored rule as the form shows it."""
    stages = rule.get("career_stages", {})
    return {
        "way": "open" if rule.get("organizations") else "invited",
        "organizations": rule.get("organizations") or [organization.pk],
        "sites": rule.get("sites", []),
        "units": rule.get("units", []),
        "sides": rule.get("sides") or list(Side.values),
        "guide_stages": stages.get(Side.GUIDE, []),
        "learner_stages": stages.get(Side.LEARNER, []),
    }


class ProgramForm(forms.Form):
    """Name and one sentence."""

    name = forms.CharField(label=_("Name of the program"), max_length=120)
    summary = forms.CharField(
        label=_("In one sentence"),
        max_length=250,
        required=False,
        widget=forms.Textarea(attrs={"rows": "2"}),
        help_text=_("People read it before they decide to join."),
    )


class PlanForm(forms.Form):
    """The numbers of a plan that coordinators change most."""

    every_days = forms.IntegerField(label=_("Days between meetings"), min_value=1, max_value=366)
    minutes = forms.IntegerField(label=_("Minutes of a meeting"), min_value=10, max_value=480)
    learners_per_guide = forms.IntegerField(min_value=1, max_value=50)
    most_learners_per_guide = forms.IntegerField(min_value=1, max_value=50)
    guides_per_learner = forms.IntegerField(min_value=1, max_value=2)
    acceptance_days = forms.IntegerField(
        label=_("Days to accept a match"), min_value=1, max_value=60, required=False
    )
    guide_screening = forms.BooleanField(required=False)
    learner_screening = forms.BooleanField(required=False)
    guide_wishes = forms.BooleanField(required=False)
    learner_wishes = forms.BooleanField(required=False)
    joining = forms.ChoiceField(
        label=_("How people come into a circle"),
        choices=[
            ("asked", _("They ask, and who leads it says yes")),
            ("free", _("They take a free seat")),
        ],
    )
    counts_once = forms.BooleanField(
        label=_("A circle takes one place of whoever leads it, however many sit in it"),
        required=False,
    )
    privacy = forms.CharField(
        label=_("Who sees what, in one sentence"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("Shown wherever people write."),
    )

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = program.plan["words"]
        self.fields["learners_per_guide"].label = _("%(learners)s for one %(guide)s") % {
            "learners": words["learners"].capitalize(),
            "guide": words["guide"],
        }
        self.fields["most_learners_per_guide"].label = _("At most")
        self.fields["guides_per_learner"].label = _("%(guides)s for one %(learner)s") % {
            "guides": words["guides"].capitalize(),
            "learner": words["learner"],
        }
        for side in Side.values:
            if side in program.plan.get("screening", {}):
                self.fields[f"{side}_screening"].label = _("Screen %(people)s first") % {
                    "people": words[f"{side}s"]
                }
            else:
                del self.fields[f"{side}_screening"]
            self._ask_for_wishes(side, words)
        if program.plan["opens"] == "at_publication":
            del self.fields["acceptance_days"]
        if program.kind != Kind.CIRCLE:
            del self.fields["joining"], self.fields["counts_once"]

    def circle(self) -> dict[str, Any]:
        """The rules of its circles; nothing for other programs."""
        return {
            name: self.cleaned_data[name]
            for name in ("joining", "counts_once")
            if name in self.fields
        }

    def _ask_for_wishes(self, side: str, words: Mapping[str, str]) -> None:
        others = words["learners" if side == Side.GUIDE else "guides"]
        field = self.fields[f"{side}_wishes"]
        field.label = _("Let %(people)s say whom they would like to work with") % {
            "people": words[f"{side}s"]
        }
        field.help_text = _(
            "Up to five %(others)s in order, until matches are published. The %(others)s never"
            " learn of it; the studio counts it as one of the reasons."
        ) % {"others": others}

    def clean(self) -> dict[str, Any]:
        """The usual number is not above the highest."""
        values = self.cleaned_data
        if values.get("learners_per_guide", 0) > values.get("most_learners_per_guide", 50):
            self.add_error("most_learners_per_guide", _("This must not be below the usual number."))
        return values


class RoleForm(forms.Form):
    """Who does what for a program."""

    email = forms.EmailField(label=_("E-mail of a member"))
    role = forms.ChoiceField(label=_("Role"), choices=ProgramRole.choices)


class InviteForm(forms.Form):
    """Addresses, the side, a word of one's own."""

    side = forms.ChoiceField(label=_("Invite as"), widget=forms.RadioSelect)
    emails = forms.CharField(
        label=_("E-mail addresses"),
        help_text=_("One a line, or separated by commas; at most 300."),
        widget=forms.Textarea(attrs={"rows": "8"}),
    )
    note = forms.CharField(
        label=_("A word of your own"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("It stands in the mail, above what the program says about itself."),
    )

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["side"].choices = side_choices(program)  # type: ignore[attr-defined]

    def addresses(self) -> list[str]:
        """The addresses, however they were separated."""
        text = self.cleaned_data["emails"].replace(",", "\n").replace(";", "\n")
        return [line.strip() for line in text.splitlines() if line.strip()]


class LinkForm(forms.Form):
    """A new join link."""

    side = forms.ChoiceField(label=_("They join as"), widget=forms.RadioSelect)
    admits_newcomers = forms.BooleanField(
        label=_("Also for people without a record here"),
        required=False,
        help_text=_("They make an account, say their name, and become members."),
    )

    def __init__(self, *args: Any, program: Program, may_admit: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["side"].choices = side_choices(program)  # type: ignore[attr-defined]
        if not may_admit:
            del self.fields["admits_newcomers"]


class CopyForm(forms.Form):
    """The name of a duplicate."""

    name = forms.CharField(label=_("Name of the new program"), max_length=120)


def side_choices(program: Program) -> list[tuple[str, str]]:
    """Both sides in the program's own words."""
    return [(side, program.word(side).capitalize()) for side in Side.values]
