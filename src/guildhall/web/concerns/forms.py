"""Shapes of concerns, plans, reviews, appeals and decisions."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from guildhall.competencies.models import Competency
from guildhall.concerns.actions.planning import MOST_STEPS, PlanDraft, StepDraft
from guildhall.concerns.actions.raising import ConcernDraft
from guildhall.concerns.actions.rows import LONGEST, LONGEST_STEP
from guildhall.concerns.models import ActionPlan
from guildhall.concerns.states import HELD, FinalOutcome, ReviewOutcome
from guildhall.directory.models import Person
from guildhall.web.shared.forms import DAY

ROWS = 4


def _words(label: Any, *, rows: int = 4, required: bool = True, help_text: Any = "") -> Any:
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class RaiseForm(forms.Form):
    """What was seen."""

    seen = _words(
        _("What did you see?"),
        rows=5,
        help_text=_("One situation, as a camera would have seen it. No patient’s name."),
    )
    seen_on = forms.DateField(label=_("When was it?"), widget=DAY)
    competency = forms.ChoiceField(label=_("Which competency is it about?"), required=False)

    def __init__(self, *args: Any, competencies: Sequence[Competency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._found = {str(one.pk): one for one in competencies}
        choices = [("", _("None of them")), *((key, one.name) for key, one in self._found.items())]
        self.fields["competency"].choices = choices  # type: ignore[attr-defined]
        if not competencies:
            del self.fields["competency"]

    def draft(self) -> ConcernDraft:
        """What the action takes."""
        data = self.cleaned_data
        competency = self._found.get(data.get("competency", ""))
        return ConcernDraft(data["seen"], data["seen_on"], competency)


class StepForm(forms.Form):
    """One step of a plan; an empty one is left out."""

    text = forms.CharField(label=_("Step"), max_length=LONGEST_STEP, required=False)
    owner = forms.ChoiceField(label=_("Who"), required=False)
    due_on = forms.DateField(label=_("By"), required=False, widget=DAY)
    number = 0

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        choices = [(key, one.given_name) for key, one in self.people.items()]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("text"):
            if not data.get("owner"):
                self.add_error("owner", _now("Say who does it."))
            if not data.get("due_on") and "due_on" not in self.errors:
                self.add_error("due_on", _now("Say by when."))
        return data


class PlanForm(forms.Form):
    """A plan with its steps, filled with the version before it."""

    aim = _words(_("What will be good enough?"), rows=3)
    support = _words(_("What helps on the way?"), rows=3, required=False)
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=999)

    def __init__(
        self, data: Any, *, people: Sequence[Person], before: ActionPlan | None, due: date
    ) -> None:
        known = list(before.steps.all()) if before else []
        number = before.number if before else 0
        words = {"aim": before.aim, "support": before.support} if before else {}
        super().__init__(data, initial={**words, "based_on": number})
        first: list[dict[str, Any]] = [
            {"text": one.text, "owner": one.owner_id, "due_on": one.due_on} for one in known
        ]
        rows = min(MOST_STEPS, max(ROWS, len(first) + 1))
        first += [
            {"due_on": due if not first and not n else None} for n in range(rows - len(first))
        ]
        self.steps = [
            StepForm(data, prefix=f"step{n}", people=people, initial=initial)
            for n, initial in enumerate(first)
        ]

        for n, one in enumerate(self.steps, start=1):
            one.number = n
        self._shown = max(2, len(known) + 1)

    @property
    def first_steps(self) -> list[StepForm]:
        """What is written already, and room for one more."""
        return self.steps[: self._shown]

    @property
    def more_steps(self) -> list[StepForm]:
        """Further room, behind one press."""
        return self.steps[self._shown :]

    @property
    def has_more(self) -> bool:
        """Whether something further was refused."""
        return self.is_bound and any(one.errors for one in self.more_steps)

    def is_valid(self) -> bool:
        steps_fit = [one.is_valid() for one in self.steps]
        return super().is_valid() and all(steps_fit)

    @property
    def is_refused(self) -> bool:
        """Whether anything in it was refused."""
        return self.is_bound and (bool(self.errors) or any(one.errors for one in self.steps))

    def draft(self) -> PlanDraft:
        """What the action takes."""
        return PlanDraft(
            self.cleaned_data["aim"], self.cleaned_data["support"], tuple(self._written())
        )

    def _written(self) -> Iterator[StepDraft]:
        for one in self.steps:
            data = one.cleaned_data
            if data.get("text"):
                yield StepDraft(data["text"], one.people[data["owner"]], data["due_on"])


class ReviewForm(forms.Form):
    """How it goes."""

    outcome = forms.ChoiceField(
        label=_("How does it go with the plan?"),
        choices=[(one.value, one.label) for one in ReviewOutcome if one in HELD],
        widget=forms.RadioSelect,
    )
    words = _words(_("What did you see since?"))


class WordsForm(forms.Form):
    """A few words, under a label of their page."""

    words = _words(_("In your words"))

    def __init__(self, data: Any, *, label: str, is_needed: bool = True) -> None:
        super().__init__(data)
        self.fields["words"].label = label
        self.fields["words"].required = is_needed


class DecisionForm(forms.Form):
    """A final decision; which outcomes there are says the program."""

    outcome = forms.ChoiceField(label=_("What does it come to?"), choices=FinalOutcome.choices)
    until = forms.DateField(
        label=_("New last day"), required=False, widget=DAY, help_text=_("Only with more time.")
    )
    words = _words(
        _("Why, for the learner"),
        required=False,
        help_text=_("Needed unless all went as planned."),
    )


class AnswerForm(forms.Form):
    """An answer to an appeal, and whether anything changes."""

    words = _words(_("Your answer"))
    changes = forms.ChoiceField(label=_("What follows from it?"), widget=forms.RadioSelect)
    until = forms.DateField(
        label=_("New last day"), required=False, widget=DAY, help_text=_("Only with more time.")
    )

    def __init__(self, data: Any, *, choices: Sequence[tuple[str, str]], has_day: bool) -> None:
        super().__init__(data)
        self.fields["changes"].choices = choices  # type: ignore[attr-defined]
        if not has_day:
            del self.fields["until"]
