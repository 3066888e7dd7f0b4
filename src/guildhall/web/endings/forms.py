"""Shapes of what is handed in around an end."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.directory.models import Organization
from guildhall.mentoring.actions.endings import LONGEST
from guildhall.mentoring.ending_states import Fit, Next, Onward
from guildhall.mentoring.queries.passing_on import Proposal
from guildhall.people.states import Level
from guildhall.relationships.actions.course import LONGEST_WORDS
from guildhall.relationships.rhythms import CALMER, every_words
from guildhall.web.shared.forms import DAY


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ReviewForm(forms.Form):
    """Three lines to look back; one of them is enough."""

    reached = forms.CharField(
        label=_("What did you reach together?"),
        max_length=LONGEST,
        required=False,
        widget=_lines(3),
    )
    learned = forms.CharField(
        label=_("What did you learn yourself?"),
        max_length=LONGEST,
        required=False,
        widget=_lines(3),
    )
    thanks = forms.CharField(
        label=_("What would you like to thank the other for?"),
        max_length=LONGEST,
        required=False,
        widget=_lines(3),
    )


class OnwardForm(forms.Form):
    """Close, go on until a day, or go on informally."""

    choice = forms.ChoiceField(label=_("How would you like to go on?"), widget=forms.RadioSelect)
    until = forms.DateField(label=_("Until when, if you go on?"), required=False, widget=DAY)

    def __init__(self, *args: Any, has_program: bool, has_day: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [Onward.CLOSE]
        if has_day:
            choices.append(Onward.EXTEND)
        else:
            del self.fields["until"]
        if has_program or has_day:
            choices.append(Onward.INFORMAL)
        labels = [(one.value, one.label) for one in choices]
        self.fields["choice"].choices = labels  # type: ignore[attr-defined]


class DepartureForm(forms.Form):
    """What should happen next; a reason and words where one likes."""

    wish = forms.ChoiceField(label=_("What should happen next?"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(label=_("A reason, if you like"), required=False)
    words = forms.CharField(
        label=_("Anything that you want to keep about it"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=_lines(3),
    )

    def __init__(
        self,
        *args: Any,
        reasons: list[tuple[str, str]],
        is_guide: bool,
        has_line: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        somebody = _("Find somebody else for me") if has_line else Next.DIRECTORY.label
        somebody = Next.AVAILABLE.label if is_guide else somebody
        self.fields["wish"].choices = [  # type: ignore[attr-defined]
            (Next.SOMEBODY.value, somebody),
            (Next.NOTHING.value, Next.NOTHING.label),
            (Next.CALL.value, Next.CALL.label),
        ]
        self.fields["reason"].choices = [("", _("No reason")), *reasons]  # type: ignore[attr-defined]


class FitForm(forms.Form):
    """One of three answers."""

    answer = forms.ChoiceField(
        label=_("Is this right for you?"), choices=Fit.choices, widget=forms.RadioSelect
    )


class RenewalForm(forms.Form):
    """Another year, and how often."""

    every_days = forms.TypedChoiceField(
        label=_("How often would you like to meet?"),
        required=False,
        empty_value=None,
        coerce=int,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, rhythm: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = _("As now: %(rhythm)s") % {"rhythm": rhythm} if rhythm else _("As now")
        times = [(str(days), every_words(days)) for days in CALMER]
        self.fields["every_days"].choices = [("", usual), *times]  # type: ignore[attr-defined]


class HomeForm(forms.Form):
    """To which organization the pair should belong."""

    organization = forms.ChoiceField(label=_("It should belong to"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, houses: list[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.houses = {str(house.pk): house for house in houses}
        choices = [(key, house.name) for key, house in self.houses.items()]
        self.fields["organization"].choices = choices  # type: ignore[attr-defined]

    @property
    def house(self) -> Organization:
        """The one that was chosen."""
        return self.houses[self.cleaned_data["organization"]]


class PassingOnForm(forms.Form):
    """Which of the skills that one learned one could help others with, and how well."""

    def __init__(self, *args: Any, proposals: list[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposals = proposals
        levels = [("", _("Not this one")), *((str(v), label) for v, label in Level.choices)]
        for one in proposals:
            self.fields[f"skill-{one.skill.pk}"] = forms.ChoiceField(
                label=one.skill.name,
                choices=levels,
                required=False,
                initial=str(int(one.level)) if one.reached else "",
                help_text=_("A goal that it served was reached.") if one.reached else "",
            )

    def levels(self) -> dict[Any, int]:
        """The skills that were chosen, each with its level."""
        given = {one.skill: self.cleaned_data[f"skill-{one.skill.pk}"] for one in self.proposals}
        return {skill: int(level) for skill, level in given.items() if level}
