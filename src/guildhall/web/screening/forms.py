"""Shapes of what screening takes in."""

from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from guildhall.programs.rubric import LEVELS, Rubric
from guildhall.programs.states import StepState

HOLDS = {"yes": True, "no": False, "unknown": None}


def gates_from(data: QueryDict) -> dict[str, bool | None]:
    """Gates by key from fields named gate-<key>; anything else is left out."""
    return {
        name.removeprefix("gate-"): HOLDS[str(data[name])]
        for name in data
        if name.startswith("gate-") and data[name] in HOLDS
    }


@dataclass(frozen=True, slots=True)
class RatingInput:
    """Scores by item, and what cannot be read as one."""

    scores: dict[str, int]
    note: str
    hands_in: bool


def rating_from(data: QueryDict, rubric: Rubric | None) -> RatingInput:
    """Scores from fields named item-<key>. Items without a choice are left out."""
    levels = {str(level): level for level in LEVELS}
    keys = [item.key for item in rubric.items] if rubric else []
    given = {key: str(data.get(f"item-{key}", "")) for key in keys}
    return RatingInput(
        scores={key: levels[text] for key, text in given.items() if text in levels},
        note=str(data.get("note", ""))[:4000],
        hands_in=data.get("act") == "hand_in",
    )


class StepForm(forms.Form):
    """How a step stands, by when, and what came of it."""

    state = forms.ChoiceField(
        label=_("How it stands"),
        choices=[("", _("Not asked for")), *StepState.choices],
        required=False,
    )
    due_on = forms.DateField(
        label=_("By"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Those who rate and decide read it."),
    )


class DecisionForm(forms.Form):
    """The sealed reason, and the words of the mail where they differ from the rubric's."""

    outcome = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Sealed: only those who decide can read it."),
    )
    words = forms.CharField(
        label=_("Your own words in the mail"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReopeningForm(forms.Form):
    """Why a decision is taken up again."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Sealed: only those who decide can read it."),
    )
