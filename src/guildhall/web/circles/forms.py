"""Shapes of a circle and of its place."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.mentoring.actions.circles import (
    LONGEST_TITLE,
    LONGEST_TOPIC,
    MOST_SEATS,
    CircleDraft,
)
from guildhall.mentoring.circle_states import Joining
from guildhall.mentoring.models import Circle

Choices = Sequence[tuple[str, str]]


class CircleForm(forms.Form):
    """Name, topic, seats; how one comes in only where no program says it."""

    title = forms.CharField(label=_("Name of the circle"), max_length=LONGEST_TITLE)
    topic = forms.CharField(
        label=_("What is it about?"),
        help_text=_("One line that tells who would gain from it."),
        max_length=LONGEST_TOPIC,
    )
    seats = forms.IntegerField(
        label=_("Seats"),
        help_text=_("Six to eight is a good size. You do not take one yourself."),
        min_value=1,
        max_value=MOST_SEATS,
        initial=6,
    )
    joining = forms.ChoiceField(
        label=_("How do people come in?"), choices=Joining.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, has_own_rule: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["joining"].initial = self.initial.get("joining", Joining.ASKED)
        if not has_own_rule:
            del self.fields["joining"]

    def draft(self) -> CircleDraft:
        """What the actions take."""
        data = self.cleaned_data
        return CircleDraft(
            title=data["title"],
            topic=data["topic"],
            seats=data["seats"],
            joining=data.get("joining") or Joining.ASKED,
        )


class NewCircleForm(CircleForm):
    """A circle, and whom it is open to."""

    place = forms.ChoiceField(label=_("Who can see it?"), widget=forms.RadioSelect)
    field_order = ("title", "topic", "seats", "place", "joining")

    def __init__(self, *args: Any, places: Choices, **kwargs: Any) -> None:
        has_own_rule = any(value.startswith("house") for value, _words in places)
        super().__init__(*args, has_own_rule=has_own_rule, **kwargs)
        self.fields["place"].choices = places  # type: ignore[attr-defined]
        self.fields["place"].initial = places[0][0] if places else None
        if "joining" in self.fields and has_own_rule and len(places) > 1:
            self.fields["joining"].help_text = _("A program has its own rule, which then holds.")


class HandOverForm(forms.Form):
    """Who leads it from now on."""

    to = forms.ChoiceField(label=_("Hand it over to"))

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = people  # type: ignore[attr-defined]


def initial_of(circle: Circle) -> dict[str, Any]:
    """A circle as its form shows it."""
    return {
        "title": circle.relationship.title,
        "topic": circle.topic,
        "seats": circle.seats,
        "joining": circle.joining,
    }
