"""Shapes of what is reported, asked and answered."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.directory.models import Person
from guildhall.safety.actions.rows import LONGEST, LONGEST_REACH
from guildhall.safety.actions.support import LONGEST_LINE, LONGEST_PAGE, LONGEST_WORDS
from guildhall.safety.queries.worries import Places
from guildhall.safety.states import AskCategory, EntryKind, Wish, WorryKind

Choices = list[tuple[str, str]]


class WorryForm(forms.Form):
    """A worry. One tap is enough; all else may stay empty."""

    kind = forms.ChoiceField(
        label=_("What is it about?"), choices=WorryKind.choices, widget=forms.RadioSelect
    )
    about = forms.ChoiceField(label=_("Where is it about?"))
    text = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    wish = forms.ChoiceField(
        label=_("What do you wish for now?"), required=False, widget=forms.RadioSelect
    )
    reach = forms.CharField(
        label=_("How can we reach you?"),
        required=False,
        max_length=LONGEST_REACH,
        help_text=_("A number, an address, a time that is safe for you."),
    )
    without = forms.TypedMultipleChoiceField(
        label=_("Somebody who must not read this?"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick whoever is part of it. They learn nothing of it."),
    )

    def __init__(
        self, *args: Any, readers: list[Person], places: Places | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        has_pair = places is None
        fields["wish"].choices = [
            choice for choice in Wish.choices if has_pair or choice[0] != Wish.REST
        ]
        if places is None:
            del self.fields["about"]
        else:
            fields["about"].choices = _about(places)
        if readers:
            fields["without"].choices = [(str(person.pk), person.name) for person in readers]
        else:
            del self.fields["without"]


def _about(places: Places) -> Choices:
    """Programs first, since they are nearer; then organizations."""
    programs = [(f"program-{row.pk}", row.name) for row in places.programs]
    houses = [(f"organization-{row.pk}", row.name) for row in places.organizations]
    return [*programs, *houses]


class WordsForm(forms.Form):
    """Words that are added."""

    text = forms.CharField(
        label=_("Add words"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )


class EntryForm(forms.Form):
    """A note, a step, or an answer."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (EntryKind.NOTE, _("A note, for those who handle this")),
            (EntryKind.STEP, _("A step that was taken, for those who handle this")),
            (EntryKind.ANSWER, _("An answer, for whoever reported it")),
        ],
        initial=EntryKind.NOTE,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Text"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )


class CloseForm(forms.Form):
    """Closing, with a last answer where there is one."""

    answer = forms.CharField(
        label=_("A last answer to whoever reported it"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AskForm(forms.Form):
    """Why somebody asks for a person."""

    category = forms.ChoiceField(
        label=_("What is it about?"), choices=AskCategory.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("A few words"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SupportForm(forms.Form):
    """The page of support."""

    emergency = forms.CharField(
        label=_("Emergency line"),
        required=False,
        max_length=LONGEST_LINE,
        help_text=_("Stands on top of the page: whom to call, and when."),
    )
    text = forms.CharField(
        label=_("Where people find support"),
        required=False,
        max_length=LONGEST_PAGE,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_(
            "Numbers, hours, names. Markdown: ## for a heading, - for a list, **bold**, and"
            " [words](https://…) or [words](tel:…) for a link."
        ),
    )


class OfficerForm(forms.Form):
    """Whom to name."""

    email = forms.EmailField(
        label=_("E-mail of a member"),
        help_text=_("Somebody who is trusted by all sides and reads mail every working day."),
    )
