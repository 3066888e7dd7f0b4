"""Shapes of one's own profile."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from guildhall.competencies.models import Interest
from guildhall.directory.models import Person
from guildhall.people.actions.profile import MOST_CAPACITY, MOST_YEARS
from guildhall.people.models import Profile
from guildhall.people.states import CareerStage
from guildhall.web.settings.forms import zone_choices

PERSON_FIELDS = ("given_name", "family_name", "time_zone")
PROFILE_FIELDS = (
    "headline",
    "about",
    "hopes",
    "pronouns",
    "career_stage",
    "years_of_experience",
    "capacity",
)


def number_words(most: int) -> dict[str, Any]:
    """One sentence for whatever is wrong with a number."""
    words = format_lazy(_("Give a whole number from 0 to {most}."), most=most)
    return dict.fromkeys(("invalid", "min_value", "max_value", "required"), words)


class ProfileForm(forms.Form):
    """Everything on the page that is not a list of rows or the week."""

    use_required_attribute = False

    given_name = forms.CharField(label=_("First name"), max_length=100)
    family_name = forms.CharField(label=_("Last name"), max_length=100, required=False)
    pronouns = forms.CharField(label=_("Pronouns"), max_length=40, required=False)
    headline = forms.CharField(
        label=_("One line about you"),
        max_length=160,
        required=False,
        help_text=_("What you would say when you shake hands."),
    )
    about = forms.CharField(
        label=_("About you"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "4"}),
        help_text=_("How you came here, and what you like to talk about at work."),
    )
    hopes = forms.CharField(
        label=_("What do you hope for?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "4"}),
        help_text=_("What would have to happen for you to say in a year that it was worth it?"),
    )
    career_stage = forms.ChoiceField(
        label=_("Career stage"), choices=[("", "–"), *CareerStage.choices], required=False
    )
    years_of_experience = forms.IntegerField(
        label=_("Years of experience"),
        min_value=0,
        max_value=MOST_YEARS,
        required=False,
        error_messages=number_words(MOST_YEARS),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zone_choices,
        help_text=_("All dates and times are shown in it, and the week below is meant in it."),
    )
    capacity = forms.IntegerField(
        label=_("People you can guide at once"),
        min_value=0,
        max_value=MOST_CAPACITY,
        required=False,
        error_messages=number_words(MOST_CAPACITY),
        help_text=_(
            "Over all programs. Left open, each program’s own number counts; with 0 you are never"
            " asked to guide."
        ),
    )
    interests = forms.ModelMultipleChoiceField(
        Interest.objects.all(),
        label=_("Interests"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, person: Person, profile: Profile) -> None:
        initial = {name: getattr(person, name) for name in PERSON_FIELDS}
        initial |= {name: getattr(profile, name) for name in PROFILE_FIELDS}
        initial["interests"] = (
            [row.pk for row in profile.interests.all()] if profile.pk is not None else []
        )
        super().__init__(data, initial=initial)

    def of_person(self) -> dict[str, Any]:
        """What goes to the record."""
        return {name: self.cleaned_data[name] for name in PERSON_FIELDS}

    def of_profile(self) -> dict[str, Any]:
        """What goes to the profile."""
        return {name: self.cleaned_data[name] for name in PROFILE_FIELDS}

    @property
    def chosen_interests(self) -> set[str]:
        """The ticked ones, by id as text."""
        return {str(value) for value in self["interests"].value() or []}


class PauseForm(forms.Form):
    """Until when."""

    paused_until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Leave it open to pause until you say so."),
    )
