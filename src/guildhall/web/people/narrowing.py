"""How the list of people is narrowed: the shape of its query, and the form that shows it."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from guildhall.competencies.models import Skill
from guildhall.competencies.queries.skills import did_you_mean, find_skill
from guildhall.directory.models import Organization, Unit
from guildhall.directory.states import Role
from guildhall.web.people.suggesting import not_in_list

LONGEST_TEXT = 80


class Presence(TextChoices):
    """Who is listed, by their membership."""

    HERE = "", _("Here now")
    PAUSED = "paused", _("Pausing")
    LEFT = "left", _("Have left")


class Part(TextChoices):
    """What somebody takes part in."""

    ANY = "", _("Any part")
    GUIDE = "guide", _("Guides")
    LEARNER = "learner", _("Learners")
    APPLIED = "applied", _("Applied, not decided")
    UNMATCHED = "unmatched", _("Waiting for a match")
    MATCHED = "matched", _("Matched")
    NONE = "none", _("In no program")


@dataclass(frozen=True)
class Narrowing:
    """What the list is narrowed to; empty is everybody who is here now."""

    text: str = ""
    organization_id: int | None = None
    unit_id: int | None = None
    role: str = ""
    part: str = ""
    skill_id: int | None = None
    presence: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether anything is left out on purpose."""
        return self != Narrowing()


class NarrowingForm(forms.Form):
    """The filters above the list, filled from the address."""

    q = forms.CharField(label=_("Name or e-mail"), required=False)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("All units")
    )
    part = forms.ChoiceField(label=_("Part in programs"), choices=Part.choices, required=False)
    skill = forms.CharField(
        label=_("Can help with"),
        required=False,
        widget=forms.TextInput(attrs={"list": "skill-names", "placeholder": _("Any skill")}),
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=[("", _("Any role")), *Role.choices], required=False
    )
    presence = forms.ChoiceField(label=_("Who"), choices=Presence.choices, required=False)
    organization = forms.ModelChoiceField(
        Organization.objects.none(),
        label=_("Organization"),
        required=False,
        empty_label=_("All organizations"),
    )

    def __init__(self, *args: Any, organizations: list[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        houses = [row.pk for row in organizations]
        has_several = len(houses) > 1
        unit: Any = self.fields["unit"]
        rows = Unit.objects.filter(organization_id__in=houses)
        unit.queryset = rows.select_related("organization").order_by("organization__name", "name")
        if has_several:
            unit.label_from_instance = lambda row: f"{row.name}, {row.organization.name}"
        organization: Any = self.fields["organization"]
        organization.queryset = Organization.objects.filter(pk__in=houses)
        if not has_several:
            del self.fields["organization"]
        self.found_skill: Skill | None = None

    def clean_skill(self) -> str:
        """A skill of the vocabulary, by any of its spellings."""
        text = str(self.cleaned_data["skill"])
        if text:
            self.found_skill = find_skill(text)
            if self.found_skill is None:
                near = [skill.name for skill in did_you_mean(text)]
                raise forms.ValidationError(not_in_list(text, near))
        return text

    def narrowing(self) -> Narrowing:
        """What is asked for, as far as it can be understood."""
        self.is_valid()
        chosen = self.cleaned_data
        unit, organization = chosen.get("unit"), chosen.get("organization")
        return Narrowing(
            text=" ".join(chosen.get("q", "").split())[:LONGEST_TEXT],
            organization_id=organization.pk if organization else None,
            unit_id=unit.pk if unit else None,
            role=chosen.get("role", ""),
            part=chosen.get("part", ""),
            skill_id=self.found_skill.pk if self.found_skill else None,
            presence=chosen.get("presence", ""),
        )
