"""Shapes of observations, asks, ratings and evidence."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guildhall.assessment.actions.observations import Sight
from guildhall.assessment.actions.rounds import LONGEST_TITLE
from guildhall.assessment.actions.rows import LONGEST_LINE
from guildhall.assessment.queries.record import Record
from guildhall.assessment.states import EvidenceLevel
from guildhall.competencies.models import Competency
from guildhall.directory.models import Person
from guildhall.files.enclosed import Enclosure
from guildhall.web.shared.forms import DAY

NOON = time(12)


class ObservationForm(forms.Form):
    """One minute: what, at which level, two lines where one likes."""

    competency = forms.ChoiceField(label=_("What did you see?"), widget=forms.RadioSelect)
    level = forms.ChoiceField(label=_("How was it done?"), widget=forms.RadioSelect)
    went_well = forms.CharField(label=_("What went well"), required=False, max_length=LONGEST_LINE)
    next_step = forms.CharField(label=_("One next step"), required=False, max_length=LONGEST_LINE)
    seen_on = forms.DateField(label=_("When"), required=False, widget=DAY)
    device_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        record: Record,
        only: Competency | None = None,
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._record, self._today = record, today
        shown = [only] if only else record.competencies
        self._competencies = {str(one.pk): one for one in shown}
        names = [(key, one.name) for key, one in self._competencies.items()]
        self.fields["competency"].choices = names  # type: ignore[attr-defined]
        if only:
            self.fields["competency"].required = False
        levels = [(level.code, level.name) for level in record.levels]
        self.fields["level"].choices = levels  # type: ignore[attr-defined]
        self.fields["seen_on"].initial = today
        self.fields["device_key"].initial = uuid4

    def sight(self, at: datetime) -> Sight:
        """What the action takes. Seen today is seen now; another day is taken at noon."""
        data = self.cleaned_data
        one = next(iter(self._competencies.values()))
        on = data["seen_on"] or self._today
        seen_at = at
        if on != self._today:
            seen_at = timezone.make_aware(datetime.combine(on, NOON))
        return Sight(
            competency=self._competencies.get(data["competency"], one),
            level=self._record.level_by_code[data["level"]],
            seen_at=seen_at,
            device_key=data["device_key"],
            went_well=data["went_well"],
            next_step=data["next_step"],
        )


class TakeBackForm(forms.Form):
    """Why it goes; within a day nothing is asked."""

    why = forms.CharField(label=_("Why is it taken back?"), required=False, max_length=LONGEST_LINE)


class AskForm(forms.Form):
    """One competency, one person."""

    competency = forms.ChoiceField(label=_("What should they watch?"))
    person = forms.ChoiceField(label=_("Whom do you ask?"), widget=forms.RadioSelect)

    def __init__(
        self,
        *args: Any,
        competencies: Sequence[Competency],
        people: Sequence[Person],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._competencies = {str(one.pk): one for one in competencies}
        self._people = {str(one.pk): one for one in people}
        names = [(key, one.name) for key, one in self._competencies.items()]
        self.fields["competency"].choices = names  # type: ignore[attr-defined]
        people_names = [(key, one.name) for key, one in self._people.items()]
        self.fields["person"].choices = people_names  # type: ignore[attr-defined]

    @property
    def chosen_competency(self) -> Competency:
        """What is to be watched."""
        return self._competencies[self.cleaned_data["competency"]]

    @property
    def chosen_person(self) -> Person:
        """Who is asked."""
        return self._people[self.cleaned_data["person"]]


class RoundForm(forms.Form):
    """A round opened by hand."""

    title = forms.CharField(
        label=_("What it is called"),
        help_text=_("Such as “Week 13”, or “Before the final meeting”."),
        max_length=LONGEST_TITLE,
    )
    due_on = forms.DateField(label=_("Lock by"), required=False, widget=DAY)


class EvidenceForm(forms.Form):
    """A file and what it shows."""

    competency = forms.ChoiceField(label=_("Which competency does it show?"))
    enclosed = forms.FileField(
        label=_("The file"),
        help_text=_("A certificate, a case report, a photo of a form. Nothing about patients."),
    )
    shows = forms.ChoiceField(label=_("What it shows"), choices=EvidenceLevel.choices)
    note = forms.CharField(label=_("In a line"), required=False, max_length=LONGEST_LINE)

    def __init__(self, *args: Any, competencies: Sequence[Competency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._competencies = {str(one.pk): one for one in competencies}
        names = [(key, one.name) for key, one in self._competencies.items()]
        self.fields["competency"].choices = names  # type: ignore[attr-defined]

    @property
    def chosen_competency(self) -> Competency:
        """What it shows."""
        return self._competencies[self.cleaned_data["competency"]]

    @property
    def file(self) -> Enclosure:
        """The file as it was handed in."""
        one = self.cleaned_data["enclosed"]
        return Enclosure(one.name, one.read(), one.content_type or "")
