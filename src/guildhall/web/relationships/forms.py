"""Shapes of what a pair hands in."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.relationships.actions.course import LONGEST_WORDS
from guildhall.relationships.actions.meetings import LONGEST, LONGEST_LINE
from guildhall.relationships.queries.page import Rhythm
from guildhall.relationships.states import MeetingMode

USUAL_MINUTES = 45


class MeetingForm(forms.Form):
    """“We met”: when, how long, how, and one line that only the pair reads."""

    on = forms.DateField(
        label=_("When"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=LONGEST)
    mode = forms.ChoiceField(label=_("How"), choices=MeetingMode.choices)
    line = forms.CharField(
        label=_("One line to remember"),
        required=False,
        max_length=LONGEST_LINE,
        widget=forms.TextInput(),
    )

    def __init__(self, *args: Any, today: date, cadence: Rhythm | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today
        self.fields["on"].widget.attrs["max"] = today.isoformat()
        usual = cadence.cadence.minutes if cadence else USUAL_MINUTES
        self.fields["minutes"].initial = usual


class ClosureForm(forms.Form):
    """An end: whether the learner looks for somebody else; a reason and words where one likes."""

    learners_wait = forms.TypedChoiceField(
        label=_("What happens next?"),
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
    )
    reason = forms.ChoiceField(label=_("Reason"), required=False)
    words = forms.CharField(
        label=_("Anything you want to say about it"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self,
        *args: Any,
        reasons: list[tuple[str, str]],
        futures: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [("", _("No reason")), *reasons]  # type: ignore[attr-defined]
        self.fields["learners_wait"].choices = futures  # type: ignore[attr-defined]
