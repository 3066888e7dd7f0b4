"""Shapes of what the outbox takes in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guildhall.notify.states import MessageState
from guildhall.notify.wording import FIELDS, Wording
from guildhall.web.outbox.rows import kind_label


class FilterForm(forms.Form):
    """What the list is narrowed to. An unknown value narrows nothing."""

    words = forms.CharField(label=gettext_lazy("Search"), required=False, max_length=100)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    about = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, kinds: Sequence[str]) -> None:
        super().__init__(data)
        states = [(value, str(label).capitalize()) for value, label in MessageState.choices]
        self._choices("state", [("", _("Every state")), *states])
        labels = sorted(((key, str(kind_label(key))) for key in kinds), key=lambda pair: pair[1])
        self._choices("kind", [("", _("Every kind")), *labels])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class WordingForm(forms.Form):
    """The wording of a message. Whether its placeholders are known, the action decides."""

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=200)
    body = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=gettext_lazy(
            "A blank line begins a paragraph; lines that begin with “- ” are a list."
            " The greeting and the foot of the mail are added."
        ),
    )
    button = forms.CharField(label=gettext_lazy("Button"), max_length=60, required=False)
    small_print = forms.CharField(
        label=gettext_lazy("Small print"), max_length=1000, required=False
    )

    @property
    def wording(self) -> Wording:
        """What was typed, valid or not."""
        return Wording(**{name: str(self[name].value() or "") for name in FIELDS})
