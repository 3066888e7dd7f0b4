"""Shapes of goals, promises and feedback."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.competencies.models import Skill
from guildhall.directory.models import Person
from guildhall.goals.actions.goals import GoalDraft
from guildhall.goals.actions.rows import LONGEST, LONGEST_ANSWER
from guildhall.goals.models import Goal
from guildhall.goals.states import Pace
from guildhall.relationships.queries.page import Member
from guildhall.web.shared.forms import DAY


class GoalForm(forms.Form):
    """A goal; where a line of intent is enough, only its first field is shown."""

    text = forms.CharField(label=_("What do you want to reach?"), max_length=LONGEST)
    owner = forms.ChoiceField(label=_("Whose aim is it?"), widget=forms.RadioSelect)
    measure = forms.CharField(
        label=_("How will you notice that you are there?"), max_length=LONGEST, required=False
    )
    steps = forms.CharField(
        label=_("Steps on the way"),
        help_text=_("One a line; two or three are plenty."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    due_on = forms.DateField(label=_("Until when?"), required=False, widget=DAY)
    serves = forms.CharField(
        label=_("What is it good for, beyond now?"), max_length=LONGEST, required=False
    )
    skills = forms.MultipleChoiceField(
        label=_("Skills that it serves"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        members: Sequence[Member],
        skills: Sequence[Skill],
        is_measured: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._people = _people(members)
        owners = [
            (str(member.party.person_id), _("Mine") if member.is_you else member.given_name)
            for member in members
        ]
        self.fields["owner"].choices = owners  # type: ignore[attr-defined]
        self.fields["owner"].initial = next(
            (str(member.party.person_id) for member in members if member.is_you), None
        )
        if not is_measured:
            for name in ("measure", "steps", "due_on", "serves", "skills"):
                del self.fields[name]
            return
        self._skills = {str(skill.pk): skill for skill in skills}
        choices = sorted((key, skill.name) for key, skill in self._skills.items())
        self.fields["skills"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["skills"]

    @property
    def chosen_owner(self) -> Person:
        """Whose aim it is."""
        return self._people[self.cleaned_data["owner"]]

    def draft(self) -> GoalDraft:
        """What the action takes."""
        data = self.cleaned_data
        return GoalDraft(
            text=data["text"],
            measure=data.get("measure", ""),
            serves=data.get("serves", ""),
            due_on=data.get("due_on"),
            steps=tuple(data.get("steps", "").splitlines()),
            skills=tuple(self._skills[key] for key in data.get("skills", [])),
        )


def initial_of(goal: Goal) -> dict[str, Any]:
    """A goal as its form shows it."""
    return {
        "text": goal.text,
        "owner": str(goal.owner_id),
        "measure": goal.measure,
        "serves": goal.serves,
        "due_on": goal.due_on,
        "steps": "\n".join(step.text for step in goal.steps.all()),
        "skills": [str(pk) for pk in goal.skills.values_list("pk", flat=True)],
    }


class CheckInForm(forms.Form):
    """One tap, and a line where one likes."""

    pace = forms.ChoiceField(choices=Pace.choices)
    line = forms.CharField(
        label=_("A line about it"), max_length=LONGEST, required=False, widget=forms.TextInput
    )


class PromiseForm(forms.Form):
    """What, who, until when."""

    text = forms.CharField(label=_("A small promise"), max_length=LONGEST)
    owner = forms.ChoiceField(label=_("Who"), required=False)
    due_on = forms.DateField(label=_("By"), required=False, widget=DAY)

    def __init__(self, *args: Any, members: Sequence[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = _people(members)
        own = sorted(members, key=lambda member: not member.is_you)
        names = [
            (str(member.party.person_id), _("You") if member.is_you else member.given_name)
            for member in own
        ]
        everybody = _("Both of you") if len(members) == 2 else _("All of you")
        self.fields["owner"].choices = [*names, ("", everybody)]  # type: ignore[attr-defined]

    @property
    def chosen_owner(self) -> Person | None:
        """Who means to do it; None for all of them."""
        return self._people.get(self.cleaned_data["owner"])


def _people(members: Sequence[Member]) -> dict[str, Person]:
    return {str(member.party.person_id): member.party.person for member in members}


class AskForm(forms.Form):
    """One named thing."""

    about = forms.CharField(
        label=_("What would you like feedback on?"),
        help_text=_("One thing that the other could see, such as how you led the last review."),
        max_length=LONGEST,
    )


class FeedbackForm(forms.Form):
    """Three short parts; the first is enough."""

    saw = forms.CharField(
        label=_("What I saw"), max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 2})
    )
    did = forms.CharField(
        label=_("What it did"),
        max_length=LONGEST_ANSWER,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    next = forms.CharField(
        label=_("What to try next"),
        max_length=LONGEST_ANSWER,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
