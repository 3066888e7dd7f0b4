"""Shapes of office hours."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from guildhall.meetings.states import MeetingMode
from guildhall.mentoring.actions.booking import LONGEST_ABOUT
from guildhall.mentoring.actions.hours import (
    LONGEST_TOPICS,
    LONGEST_WHERE,
    MINUTES,
    MOST_CANCEL_HOURS,
    MOST_PLACES,
    HoursDraft,
)
from guildhall.mentoring.actions.talks import LONGEST_THANKS
from guildhall.mentoring.hours_states import Use
from guildhall.web.shared.forms import DAY

Choices = Sequence[tuple[str, str]]


class HoursForm(forms.Form):
    """When, how long, how many in a row, on what, and where."""

    topics = forms.CharField(
        label=_("What can people ask you about?"),
        help_text=_("A few words between commas; they are found by them."),
        max_length=LONGEST_TOPICS,
    )
    on = forms.DateField(label=_("Day"), widget=DAY)
    at = forms.TimeField(
        label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    minutes = forms.TypedChoiceField(label=_("Each conversation"), coerce=int, initial="30")
    places = forms.IntegerField(
        label=_("How many, one after the other"), min_value=1, max_value=MOST_PLACES, initial=2
    )
    is_weekly = forms.BooleanField(label=_("Every week at this time"), required=False)
    until = forms.DateField(label=_("Until"), required=False, widget=DAY)
    mode = forms.ChoiceField(label=_("How"), choices=MeetingMode.choices, initial=MeetingMode.VIDEO)
    where = forms.CharField(
        label=_("Where"),
        help_text=_(
            "Room, number or video link. Only those who booked read it. For video it may"
            " stay empty where your organization gives rooms."
        ),
        max_length=LONGEST_WHERE,
        required=False,
    )
    cancel_hours = forms.IntegerField(
        label=_("Can be given back until so many hours before"),
        min_value=0,
        max_value=MOST_CANCEL_HOURS,
        initial=24,
    )
    organization = forms.ChoiceField(label=_("Open to"))

    def __init__(self, *args: Any, houses: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"].choices = [  # type: ignore[attr-defined]
            (str(n), ngettext("%(n)d minute", "%(n)d minutes", n) % {"n": n}) for n in MINUTES
        ]
        self.fields["organization"].choices = houses  # type: ignore[attr-defined]
        if len(houses) == 1:
            self.fields["organization"].widget = forms.HiddenInput()
            self.fields["organization"].initial = houses[0][0]

    def draft(self, languages: Sequence[str]) -> HoursDraft:
        """What the action takes."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "organization"}
        return HoursDraft(**data, languages=tuple(languages))


class NarrowForm(forms.Form):
    """What the list of open times is narrowed by."""

    q = forms.CharField(required=False, max_length=100)
    language = forms.CharField(required=False, max_length=8)
    day = forms.DateField(required=False, widget=DAY)


class BookingForm(forms.Form):
    """One line."""

    about = forms.CharField(
        label=_("What is it about, in one line?"),
        max_length=LONGEST_ABOUT,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class TalkForm(forms.Form):
    """One question, a line of thanks, and whether to go on."""

    use = forms.ChoiceField(
        label=_("Was it of use?"), choices=Use.choices, widget=forms.RadioSelect
    )
    thanks = forms.CharField(
        label=_("A line of thanks"),
        help_text=_("The other reads it."),
        max_length=LONGEST_THANKS,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    goes_on = forms.BooleanField(
        label=_("I would like to go on, now and then"),
        help_text=_(
            "You begin as a pair if both of you say so. If only one does, nobody learns of it."
        ),
        required=False,
    )
