"""Shapes of tries, shift notes, a focus and a hand-over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.competencies.models import Competency
from guildhall.instruction.actions.covering import LONGEST_LIST, HandOver
from guildhall.instruction.actions.rows import LONGEST
from guildhall.instruction.actions.trying import TryDraft
from guildhall.instruction.models import ShiftNote
from guildhall.instruction.queries.eligible import Candidate
from guildhall.instruction.states import Step
from guildhall.programs.states import Side
from guildhall.web.shared.forms import DAY

# What is said most often, to tap. They suit a ward, a pharmacy and a team alike.
CHIPS = {
    (Side.LEARNER, "first"): (
        _("I asked early"),
        _("I kept an overview"),
        _("I did something for the first time"),
        _("I was quicker"),
        _("I said what I saw"),
    ),
    (Side.LEARNER, "second"): (
        _("See it once more"),
        _("Do it together"),
        _("Do it with you watching"),
        _("More of the same"),
        _("Time to read"),
    ),
    (Side.GUIDE, "first"): (
        _("Careful and safe"),
        _("Asked at the right time"),
        _("Noticed something early"),
        _("Kept an overview"),
        _("Explained it well"),
    ),
    (Side.GUIDE, "second"): (
        _("The same again"),
        _("One step further"),
        _("Say aloud what you check"),
        _("Something new"),
        _("Less at a time"),
    ),
}
QUESTIONS = {
    (Side.LEARNER, "first"): _("What went well?"),
    (Side.LEARNER, "second"): _("What do you want next?"),
    (Side.GUIDE, "first"): _("What did you see?"),
    (Side.GUIDE, "second"): _("What should they try next?"),
}


def _line(label: Any, *, required: bool = False, most: int = LONGEST) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=most)


@dataclass(frozen=True)
class Said:
    """A note with the questions that it answers."""

    note: ShiftNote
    first: str
    second: str


def said(note: ShiftNote) -> Said:
    """The questions are those of the writer's side."""
    side = Side(note.side)
    return Said(note, str(QUESTIONS[side, "first"]), str(QUESTIONS[side, "second"]))


class TryForm(forms.Form):
    """How it was done, two lines where one likes."""

    step = forms.ChoiceField(
        label=_("How was it done?"), choices=Step.choices, widget=forms.RadioSelect
    )
    went_well = _line(_("What went well"))
    next_step = _line(_("One next step"))
    on = forms.DateField(label=_("When"), required=False, widget=DAY)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        self.fields["on"].initial = today

    def draft(self, competency: Competency) -> TryDraft:
        """What the action takes; without a day it was today."""
        data = {**self.cleaned_data}
        return TryDraft(competency, data.pop("step"), data.pop("on") or self._today, **data)


class NoteForm(forms.Form):
    """Two answers: taps, and a line where one likes."""

    first_chips = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    first = _line(_("In your words"))
    second_chips = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    second = _line(_("In your words"))

    def __init__(self, *args: Any, side: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            key = (Side(side), name)
            chips = self.fields[f"{name}_chips"]
            chips.label = QUESTIONS[key]
            # The place of a chip in its list, so that it is the same in every language.
            chips.choices = list(enumerate(CHIPS[key]))  # type: ignore[attr-defined]
        self._side = Side(side)

    def answers(self) -> dict[str, str]:
        """Both answers, the taps before the words."""
        return {name: self._answer(name) for name in ("first", "second")}

    def _answer(self, name: str) -> str:
        chips = CHIPS[self._side, name]
        tapped = [str(chips[int(place)]) for place in self.cleaned_data[f"{name}_chips"]]
        words = self.cleaned_data[name].strip()
        said = ", ".join(one if n == 0 else one[:1].lower() + one[1:] for n, one in _places(tapped))
        return f"{said}. {words}".strip() if said and words else said or words


def _places(tapped: list[str]) -> list[tuple[int, str]]:
    """“I” stays a capital wherever it stands."""
    return [(0 if one.startswith("I ") else n, one) for n, one in enumerate(tapped)]


class FocusForm(forms.Form):
    """One focus for the next week."""

    focus = forms.CharField(
        label=_("One focus for the next week"),
        max_length=LONGEST,
        help_text=_("One sentence that all three can say by heart."),
    )


class CoverForm(forms.Form):
    """Whom to ask, and what to hand over."""

    person = forms.ChoiceField(label=_("Whom do you ask?"), widget=forms.RadioSelect)
    goals = forms.CharField(
        label=_("Today’s goals"),
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    alone = forms.CharField(
        label=_("What may be done alone"),
        required=False,
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("As the ward check says it today. Take away what should wait."),
    )
    watch = forms.CharField(
        label=_("What to watch"),
        required=False,
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.person.pk): one.person for one in candidates}
        names = [(key, person.name) for key, person in self.people.items()]
        self.fields["person"].choices = names  # type: ignore[attr-defined]
        self.fields["person"].initial = next(iter(self.people), None)

    def hand_over(self) -> HandOver:
        """What the action takes."""
        data = self.cleaned_data
        return HandOver(data["goals"], data["alone"], data["watch"])
