"""The form of one question."""

from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from guildhall.core.errors import InvalidInput
from guildhall.questions.models import Question
from guildhall.questions.specs import QuestionSpec
from guildhall.questions.states import QuestionType

# Settings that the form does not show and that an edit keeps.
UNTOUCHED = ("options_from", "maps_to", "asked_of", "construct")


class QuestionDetailsForm(forms.Form):
    """Words, type, choices and limits. Fields that a type does not use are left out of it."""

    label = forms.CharField(label=_("Question"), max_length=250)
    help = forms.CharField(
        label=_("Help under it"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )
    type = forms.ChoiceField(label=_("Answer"), choices=QuestionType.choices)
    is_required = forms.BooleanField(label=_("It must be answered"), required=False)
    options = forms.CharField(
        label=_("Choices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": "5"}),
        help_text=_("One a line; for one choice and several choices."),
    )
    min = forms.IntegerField(
        label=_("From"), required=False, help_text=_("For scales and numbers; fewest choices.")
    )
    max = forms.IntegerField(
        label=_("To"), required=False, help_text=_("For scales and numbers; most choices.")
    )
    low_words = forms.CharField(
        label=_("What the lowest means"), required=False, max_length=80, help_text=_("For scales.")
    )
    high_words = forms.CharField(
        label=_("What the highest means"), required=False, max_length=80, help_text=_("For scales.")
    )

    @classmethod
    def of(cls, question: Question, data: QueryDict | None) -> Self:
        """The form of a question that is asked already."""
        settings = question.settings
        low, high = settings.get("min"), settings.get("max")
        anchors = settings.get("anchors", {})
        form = cls(
            data,
            initial={
                "label": question.label,
                "help": question.help,
                "type": question.type,
                "is_required": question.is_required,
                "options": "\n".join(row["label"] for row in settings.get("options", [])),
                "min": low,
                "max": high,
                "low_words": anchors.get(str(low), ""),
                "high_words": anchors.get(str(high), ""),
            },
        )
        if settings.get("options_from"):
            form.fields["options"].disabled = True
            form.fields["options"].help_text = _("The platform keeps this list.")
        return form

    def spec(self, question: Question | None = None) -> QuestionSpec:
        """The question as the questions room takes it."""
        values = self.cleaned_data
        before = dict(question.settings) if question else {}
        settings: dict[str, Any] = {key: before[key] for key in UNTOUCHED if key in before}
        kind = values["type"]
        if kind in (QuestionType.CHOICE, QuestionType.SEVERAL_CHOICES):
            if "options_from" not in settings:
                settings["options"] = self._options(before)
        else:
            settings.pop("options_from", None)
        if kind == QuestionType.SCALE:
            settings |= self._scale(before)
        elif kind not in (QuestionType.CHOICE, QuestionType.DATE, QuestionType.FILE):
            limits = {key: values[key] for key in ("min", "max") if values[key] is not None}
            settings |= limits
        if question is not None and kind != question.type:
            settings.pop("maps_to", None)
        return QuestionSpec(
            question.key if question else "",
            kind,
            values["label"].strip(),
            values["help"].strip(),
            values["is_required"],
            settings,
        )

    def place(self, error: InvalidInput) -> None:
        """Put what was refused under its field."""
        for field, words in error.problems.items():
            self.add_error(field if field in self.fields else None, words)

    def _options(self, before: dict[str, Any]) -> list[dict[str, str]]:
        """Choices by line; those that were there keep their keys, which answers refer to."""
        known = {row["label"]: row["key"] for row in before.get("options", [])}
        found: dict[str, str] = {}
        for line in self.cleaned_data["options"].splitlines():
            label = " ".join(line.split())
            if label:
                found.setdefault(label, known.get(label) or self._free_key(label, found))
        return [{"key": key, "label": label} for label, key in found.items()]

    def _free_key(self, label: str, taken: dict[str, str]) -> str:
        stem = slugify(label).replace("-", "_")[:40] or "choice"
        number, key = 1, stem
        while key in taken.values():
            number += 1
            key = f"{stem}_{number}"
        return key

    def _scale(self, before: dict[str, Any]) -> dict[str, Any]:
        values = self.cleaned_data
        low = 1 if values["min"] is None else values["min"]
        high = 5 if values["max"] is None else values["max"]
        between = {
            value: words
            for value, words in before.get("anchors", {}).items()
            if low < int(value) < high
        }
        ends = {str(low): values["low_words"], str(high): values["high_words"]}
        anchors = {**between, **{value: words for value, words in ends.items() if words}}
        return {"min": low, "max": high, "anchors": anchors}
