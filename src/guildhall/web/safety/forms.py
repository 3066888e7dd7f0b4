"""Shapes of what is reported, asked and answered."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.directory.models import RoleGrant
from guildhall.safety.actions.rows import LONGEST, LONGEST_REACH
from guildhall.safety.actions.support import LONGEST_LINE, LONGEST_PAGE, LONGEST_WORDS
from guildhall.safety.queries.readers import usual_readers
from guildhall.safety.queries.worries import Places
from guildhall.safety.states import AskCategory, EntryKind, Wish, WorryKind

Choices = list[tuple[str, str]]
NOBODY_LEFT = _(
    "Nobody would be left to read this. Tick at least one, or turn to somebody from the page of"
    " support."
)


def readers_field() -> forms.TypedMultipleChoiceField:
    """Who may read a worry: officers, and administrators behind them."""
    return forms.TypedMultipleChoiceField(
        label=_("Who may read this?"),
        coerce=int,
        error_messages={"required": NOBODY_LEFT},
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Untick whoever it is about or whom you do not trust with it. Nobody is told, nobody"
            " without a tick ever reads it, and you can change this later."
        ),
    )


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
    people = readers_field()

    def __init__(
        self, *args: Any, grants: list[RoleGrant], places: Places | None = None, **kwargs: Any
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
        if grants:
            houses = {grant.membership.organization_id for grant in grants}
            fields["people"].choices = _choices(grants, names_houses=len(houses) > 1)
            fields["people"].initial = usual_of_each(grants)
        else:
            del self.fields["people"]


class ReadersForm(forms.Form):
    """Who may read a worry, chosen anew."""

    people = readers_field()

    def __init__(
        self, *args: Any, grants: list[RoleGrant], now: Collection[int] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["people"].choices = _choices(grants, names_houses=False)
        fields["people"].initial = sorted(now)


class HandOverForm(forms.Form):
    """Which officer reads it from now on."""

    to = forms.TypedChoiceField(label=_("Safety officer"), coerce=int)

    def __init__(self, *args: Any, grants: list[RoleGrant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["to"].choices = [
            (str(grant.membership.person_id), grant.membership.person.name) for grant in grants
        ]


def usual_of_each(grants: list[RoleGrant]) -> list[int]:
    """Who is ticked from the start: of each organization those whom a worry usually goes to."""
    houses: dict[int, list[RoleGrant]] = {}
    for grant in grants:
        houses.setdefault(grant.membership.organization_id, []).append(grant)
    usual = [grant for held in houses.values() for grant in usual_readers(held)]
    return sorted({grant.membership.person_id for grant in usual})


def _choices(grants: list[RoleGrant], *, names_houses: bool) -> Choices:
    """“Sara Nyberg, safety officer”; with the organization where there are several."""
    found: dict[int, list[str]] = {}
    for grant in grants:
        words = found.setdefault(grant.membership.person_id, [grant.membership.person.name])
        role = grant.get_role_display().lower()
        house = grant.membership.organization.name
        of_house = _("%(role)s of %(house)s") % {"role": role, "house": house}
        words.append(of_house if names_houses else role)
    return [(str(pk), ", ".join(words)) for pk, words in found.items()]


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
