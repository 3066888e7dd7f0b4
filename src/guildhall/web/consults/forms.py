"""Shapes of consults."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.mentoring.actions.wisdom_rows import LONGEST_TEXT
from guildhall.mentoring.models import SeniorGuide


class WordsForm(forms.Form):
    """Words; the box appears once a name stands in them."""

    text = forms.CharField(
        label=_("In your words"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    names_are_meant = forms.BooleanField(
        label=_("It is no name of anybody I guide. Send it as it is."), required=False
    )

    @property
    def asks_about_names(self) -> bool:
        """Whether the box is to be shown."""
        return bool(self.errors.get("text")) or bool(self.data.get("names_are_meant"))


class AskForm(WordsForm):
    """Whom, and what."""

    senior = forms.ChoiceField(label=_("Whom would you like to ask?"))
    field_order = ("senior", "text", "names_are_meant")

    def __init__(self, *args: Any, seniors: Sequence[SeniorGuide], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._seniors = {str(row.pk): row for row in seniors}
        choices = [(key, row.person.name) for key, row in self._seniors.items()]
        self.fields["senior"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> SeniorGuide:
        """Who is asked."""
        return self._seniors[self.cleaned_data["senior"]]
