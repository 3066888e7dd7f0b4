"""Shapes of reflections, check-ins and introductions."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guildhall.mentoring.actions.reflections import HIGHEST, LOWEST
from guildhall.mentoring.actions.wisdom_rows import LONGEST_LINE
from guildhall.mentoring.queries.stories import PairChoice
from guildhall.mentoring.vocabulary import wheel_areas
from guildhall.programs.states import Side
from guildhall.relationships.queries.page import Member

MOODS = (
    (5, gettext_lazy("Very well")),
    (4, gettext_lazy("Well")),
    (3, gettext_lazy("So-so")),
    (2, gettext_lazy("Not so well")),
    (1, gettext_lazy("Hard")),
)


class ReflectionForm(forms.Form):
    """One number an area, each from a list, so that it works everywhere; none is needed."""

    line = forms.CharField(
        label=gettext_lazy("A line for yourself"), max_length=LONGEST_LINE, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = [("", _("Leave it out")), *((str(n), str(n)) for n in range(LOWEST, HIGHEST + 1))]
        for area in wheel_areas():
            self.fields[area.key] = forms.ChoiceField(
                label=_(area.name), help_text=_(area.text), choices=numbers, required=False
            )

    @property
    def areas(self) -> list[forms.BoundField]:
        """The fields of the areas, in order."""
        return [self[area.key] for area in wheel_areas()]

    def marks(self) -> dict[str, int]:
        """Area to number, without those that were left out."""
        found = {area.key: self.cleaned_data[area.key] for area in wheel_areas()}
        return {key: int(value) for key, value in found.items() if value}


class ShowForm(forms.Form):
    """To which pair."""

    pair = forms.ChoiceField(label=gettext_lazy("Show this one to"))

    def __init__(self, *args: Any, pairs: Sequence[PairChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(pair.pk), pair.name) for pair in pairs]
        self.fields["pair"].choices = choices  # type: ignore[attr-defined]


class CheckInForm(forms.Form):
    """One tap, and a line where one likes."""

    mood = forms.TypedChoiceField(choices=MOODS, coerce=int)
    line = forms.CharField(
        label=gettext_lazy("A line about it"),
        max_length=LONGEST_LINE,
        required=False,
        # A line of text would send the first of the five buttons on Enter.
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class IntroductionForm(forms.Form):
    """Whom, to whom, why."""

    learner = forms.ChoiceField(label=gettext_lazy("Introduce"))
    colleague = forms.CharField(
        label=gettext_lazy("To whom? Their whole name or address"), max_length=254
    )
    line = forms.CharField(
        label=gettext_lazy("Why you two should know each other"),
        help_text=gettext_lazy("Both of them read this."),
        max_length=LONGEST_LINE,
    )

    def __init__(self, *args: Any, members: Sequence[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        learners = [m for m in members if m.party.side == Side.LEARNER and not m.is_you]
        choices = [(str(m.party.person_id), m.name) for m in learners]
        self.fields["learner"].choices = choices  # type: ignore[attr-defined]
