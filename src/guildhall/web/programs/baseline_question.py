"""The form of one question on where people begin."""

from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from guildhall.core.errors import InvalidInput
from guildhall.programs.models import Program
from guildhall.programs.states import BOTH, Construct, Side
from guildhall.questions.models import Question
from guildhall.questions.specs import QuestionSpec
from guildhall.questions.states import QuestionType

STEPS = (1, 2, 3, 4, 5)


class BaselineQuestionForm(forms.Form):
    """Always a scale from 1 to 5, so that beginning and end can be compared."""

    label = forms.CharField(label=_("Question"), max_length=250)
    help = forms.CharField(
        label=_("Help under it"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )
    construct = forms.ChoiceField(label=_("It measures"), choices=Construct.choices)
    asked_of = forms.ChoiceField(label=_("Asked of"))
    is_required = forms.BooleanField(label=_("It must be answered"), required=False)
    anchor_1 = forms.CharField(label=_("What 1 means"), max_length=80)
    anchor_2 = forms.CharField(label=_("What 2 means"), max_length=80, required=False)
    anchor_3 = forms.CharField(label=_("What 3 means"), max_length=80, required=False)
    anchor_4 = forms.CharField(label=_("What 4 means"), max_length=80, required=False)
    anchor_5 = forms.CharField(label=_("What 5 means"), max_length=80)

    def __init__(self, data: QueryDict | None, *, program: Program, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        sides = [(side, program.word(side, plural=True).capitalize()) for side in Side.values]
        self.fields["asked_of"].choices = [(BOTH, _("Both sides")), *sides]  # type: ignore[attr-defined]

    @classmethod
    def of(cls, question: Question, data: QueryDict | None, *, program: Program) -> Self:
        """The form of a question that is asked already."""
        settings = question.settings
        anchors = settings.get("anchors", {})
        initial = {
            "label": question.label,
            "help": question.help,
            "is_required": question.is_required,
            "construct": settings.get("construct", ""),
            "asked_of": settings.get("asked_of", BOTH),
            **{f"anchor_{step}": anchors.get(str(step), "") for step in STEPS},
        }
        return cls(data, program=program, initial=initial)

    def spec(self, question: Question | None = None) -> QuestionSpec:
        """The question as the questions room takes it."""
        values = self.cleaned_data
        words = {str(step): values[f"anchor_{step}"].strip() for step in STEPS}
        return QuestionSpec(
            question.key if question else "",
            QuestionType.SCALE,
            values["label"].strip(),
            values["help"].strip(),
            values["is_required"],
            {
                "min": 1,
                "max": 5,
                "anchors": {step: text for step, text in words.items() if text},
                "asked_of": values["asked_of"],
                "construct": values["construct"],
            },
        )

    def place(self, error: InvalidInput) -> None:
        """Put what was refused under its field."""
        for field, words in error.problems.items():
            self.add_error(field if field in self.fields else None, words)
        if not error.problems:
            self.add_error(None, error.message)
