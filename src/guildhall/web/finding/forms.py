"""Shapes of offers, requests and answers."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.directory.models import Organization
from guildhall.mentoring.actions.offers import LONGEST_HELP, LONGEST_STORY, OfferDraft
from guildhall.mentoring.actions.request_rows import LONGEST_GOAL, LONGEST_LINE, LONGEST_WORDS
from guildhall.mentoring.actions.requests import RequestDraft
from guildhall.mentoring.models import GuideOffer
from guildhall.mentoring.offer_states import DeclineReason
from guildhall.mentoring.queries.directory import Found, Narrowing
from guildhall.mentoring.queries.reach import Reach
from guildhall.people.languages import language_names
from guildhall.programs.states import Side
from guildhall.relationships.rhythms import rhythm_choices
from guildhall.web.shared.forms import DAY

CLOCKS = (
    ("", _("Any time zone")),
    ("0", _("My time zone")),
    ("1", _("Up to 1 hour apart")),
    ("3", _("Up to 3 hours apart")),
    ("6", _("Up to 6 hours apart")),
)
HOUSE, PROGRAM = "house-", "program-"


def _rhythms() -> list[tuple[str, str]]:
    return [("", str(_("We will see"))), *((str(days), said) for days, said in rhythm_choices())]


class NarrowingForm(forms.Form):
    """What the reader looks for. What cannot be read narrows nothing."""

    q = forms.CharField(required=False, max_length=100)
    skill = forms.ChoiceField(label=_("Can help with"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    apart = forms.ChoiceField(label=_("Time zone"), required=False, choices=CLOCKS)
    hours = forms.ChoiceField(
        label=_("Hours"),
        required=False,
        choices=(("", _("Any hours")), ("shared", _("Hours shared with mine"))),
    )

    def offer(self, found: Found) -> None:
        """Choices from those who are there."""
        names = language_names()
        spoken = sorted((names.get(code, code), code) for code in found.languages)
        skills = [(name, name) for name in found.skills]
        languages = [(code, name) for name, code in spoken]
        self.fields["skill"].choices = [("", _("Any skill")), *skills]  # type: ignore[attr-defined]
        self.fields["language"].choices = [("", _("Any language")), *languages]  # type: ignore[attr-defined]


def narrowing_of(values: Any) -> Narrowing:
    """The query of the page as a narrowing."""
    apart = str(values.get("apart", ""))
    return Narrowing(
        text=str(values.get("q", "")).strip()[:100],
        skill=str(values.get("skill", ""))[:160],
        language=str(values.get("language", ""))[:20],
        shares_hours=values.get("hours") == "shared",
        apart=int(apart) if apart in dict(CLOCKS) and apart else None,
    )


class RequestForm(forms.Form):
    """Ask: one line is enough."""

    line = forms.CharField(
        label=_("A personal line"),
        help_text=_("Why them, in your own words. Only the two of you read it."),
        max_length=LONGEST_LINE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    goal = forms.CharField(
        label=_("What would you like to work on?"), max_length=LONGEST_GOAL, required=False
    )
    every_days = forms.ChoiceField(
        label=_("How often would suit you?"), required=False, choices=_rhythms
    )
    ends_others = forms.BooleanField(
        label=_("With a yes, take my other open requests back"), required=False, initial=True
    )

    def draft(self) -> RequestDraft:
        """What the action takes."""
        data = self.cleaned_data
        return RequestDraft(
            line=data["line"],
            goal=data["goal"],
            every_days=int(data["every_days"]) if data["every_days"] else None,
            ends_others=bool(data.get("ends_others")),
        )


class StartForm(RequestForm):
    """Ask somebody whom one knows."""

    field_order = ("who", "organization", "side", "line", "goal", "every_days")
    who = forms.CharField(
        label=_("Who is it?"),
        help_text=_("Their whole name, or their e-mail address."),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    organization = forms.ChoiceField(label=_("Where?"))
    side = forms.ChoiceField(
        label=_("What would you like?"),
        choices=(
            (Side.LEARNER, _("I would like to learn from them")),
            (Side.GUIDE, _("I would like to be there for them")),
        ),
        initial=Side.LEARNER,
        widget=forms.RadioSelect,
    )
    membership = forms.ChoiceField(
        label=_("Which of them do you mean?"), required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, houses: Sequence[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["ends_others"]
        choices = [(str(house.pk), house.name) for house in houses]
        self.fields["organization"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["organization"].widget = forms.HiddenInput()
            self.fields["organization"].initial = choices[0][0]


class OfferForm(forms.Form):
    """Offer to guide."""

    help = forms.CharField(
        label=_("What I can help with"),
        help_text=_("One or two sentences, as you would say it in the corridor."),
        max_length=LONGEST_HELP,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    story = forms.CharField(
        label=_("My story"),
        help_text=_("How you came here, and what went wrong on the way. People choose people."),
        max_length=LONGEST_STORY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    places = forms.IntegerField(
        label=_("How many people do you guide at once, at most?"),
        help_text=_("Counted over all programs. Left open, no number is counted."),
        required=False,
        min_value=1,
        max_value=50,
    )
    organization = forms.ChoiceField(label=_("Where do you offer it?"))
    beyond = forms.MultipleChoiceField(
        label=_("Show it beyond my organization as well"),
        help_text=_("Only where you tick it. You can take it back at any time."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, houses: Sequence[Organization], reach: Reach, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(house.pk), house.name) for house in houses]
        self.fields["organization"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["organization"].widget = forms.HiddenInput()
        beyond = [(f"{HOUSE}{row.pk}", row.name) for row in reach.organizations]
        beyond += [
            (f"{PROGRAM}{row.pk}", _("People in %(program)s") % {"program": row.name})
            for row in reach.programs
        ]
        self.fields["beyond"].choices = beyond  # type: ignore[attr-defined]
        if not beyond:
            del self.fields["beyond"]

    def draft(self) -> OfferDraft:
        """What the action takes."""
        data = self.cleaned_data
        chosen = data.get("beyond", [])
        return OfferDraft(
            help=data["help"],
            story=data["story"],
            places=data["places"],
            houses=_ids(chosen, HOUSE),
            programs=_ids(chosen, PROGRAM),
        )


def offer_initial(offer: GuideOffer | None, house: Organization, places: int | None) -> Any:
    """An offer as its form shows it."""
    initial: dict[str, Any] = {"organization": str(house.pk), "places": places}
    if offer is None:
        return initial
    beyond = [
        f"{HOUSE}{row.organization_id}" if row.organization_id else f"{PROGRAM}{row.program_id}"
        for row in offer.consents.all()
    ]
    return initial | {"help": offer.help, "story": offer.story, "beyond": beyond}


def _ids(chosen: Sequence[str], prefix: str) -> tuple[int, ...]:
    return tuple(int(key.removeprefix(prefix)) for key in chosen if key.startswith(prefix))


class PauseForm(forms.Form):
    """Until when; open for “until I say so”."""

    until = forms.DateField(
        label=_("Show it again on"),
        help_text=_("Left open, it rests until you show it again."),
        required=False,
        widget=DAY,
    )


class AnswerForm(PauseForm):
    """An answer may pause one's offer in the same step."""

    pauses = forms.BooleanField(label=_("Pause my offer from now on"), required=False)

    def options(self) -> dict[str, Any]:
        """What the actions take."""
        return {
            "pauses": self.cleaned_data["pauses"],
            "until": self.cleaned_data["until"] if self.cleaned_data["pauses"] else None,
        }


class RefusalForm(AnswerForm):
    """No, with a neutral reason and words of one's own, or with neither."""

    field_order = ("reason", "words", "pauses", "until")
    reason = forms.ChoiceField(
        label=_("A reason, if you like"),
        required=False,
        choices=(("", _("No reason")), *DeclineReason.choices),
        widget=forms.RadioSelect,
        initial="",
    )
    words = forms.CharField(
        label=_("A few words of your own"),
        help_text=_("They stand on the page of the request, never in a mail."),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def options(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        return {**super().options(), "reason": data["reason"], "words": data["words"]}
