"""Shapes of challenges."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.mentoring.actions.wisdom_rows import LONGEST_LINE, LONGEST_TEXT
from guildhall.mentoring.wisdom_states import EntryKind


class ChallengeForm(forms.Form):
    """A challenge; in a circle it can be put without a name."""

    title = forms.CharField(label=_("In a line"), max_length=LONGEST_LINE)
    context = forms.CharField(
        label=_("What one should know"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_anonymous = forms.BooleanField(
        label=_("Without my name"),
        help_text=_(
            "It appears tomorrow, with no more than its month, and answers carry no names either."
            " Your way of writing may still tell."
        ),
        required=False,
    )

    def __init__(self, *args: Any, can_hide: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can_hide:
            del self.fields["is_anonymous"]


class EntryForm(forms.Form):
    """Something to add."""

    kind = forms.ChoiceField(
        label=_("What is it?"), choices=EntryKind.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("In your words"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )


class PassOnForm(forms.Form):
    """What worries whoever leads the circle."""

    words = forms.CharField(
        label=_("What worries you?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
