"""Shapes of what a pair hands in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.relationships.actions.course import LONGEST_WORDS


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
