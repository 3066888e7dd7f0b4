"""Shapes of what is handed in about a course."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from guildhall.competencies.models import Competency
from guildhall.directory.models import Person, Site, Unit
from guildhall.meetings.actions.directly import Booking
from guildhall.meetings.states import MeetingMode
from guildhall.preceptorship.actions.course_rows import LONGEST
from guildhall.preceptorship.actions.learning_needs import LONGEST as LONGEST_NEED
from guildhall.preceptorship.actions.learning_plan import LONGEST as LONGEST_OBJECTIVE
from guildhall.preceptorship.actions.learning_plan import MOST, ObjectiveDraft
from guildhall.preceptorship.actions.schedule_meetings import RecordDraft
from guildhall.preceptorship.models import Course, LearningPlan, MeetingRecord, NeedsSheet
from guildhall.preceptorship.queries.choices import NextGuide
from guildhall.preceptorship.queries.learning import NeedsDomain, NeedsQuestion
from guildhall.web.shared.forms import DAY

ROWS = 4


def _words(label: Any, *, rows: int = 4, required: bool = True, help_text: Any = "") -> Any:
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class BookingForm(forms.Form):
    """A time for a demanded meeting, one that suits both or a typed one."""

    suits = forms.ChoiceField(
        label=_("Times that suit you both"), required=False, widget=forms.RadioSelect
    )
    starts_at = forms.DateTimeField(
        label=_("Or another time"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=480, initial=60)
    mode = forms.ChoiceField(label=_("How"), choices=MeetingMode.choices)
    place = forms.CharField(
        label=_("Where, if in person"), required=False, max_length=200, widget=forms.TextInput()
    )

    def __init__(self, data: Any, *, person: Person, suits: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.zone = ZoneInfo(person.time_zone)
        self.fields["suits"].choices = suits  # type: ignore[attr-defined]
        if not suits:
            del self.fields["suits"]
            self.fields["starts_at"].label = _("When")

    def clean_starts_at(self) -> datetime | None:
        """The typed time is meant where the reader is."""
        typed: datetime | None = self.cleaned_data["starts_at"]
        return typed and typed.replace(tzinfo=None).replace(tzinfo=self.zone).astimezone(UTC)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        chosen = data.get("suits")
        at = data.get("starts_at") or (datetime.fromisoformat(chosen) if chosen else None)
        if at is None and "starts_at" not in self.errors:
            self.add_error("starts_at", _now("Choose a time, or type one."))
        data["starts_at"] = at
        return data

    def booking(self) -> Booking:
        """What the action takes."""
        data = self.cleaned_data
        return Booking(data["starts_at"], data["minutes"], data["mode"], data["place"])


class RecordForm(forms.Form):
    """What came of a meeting."""

    looked_at = _words(_("What did you look at?"))
    agreed_next = _words(_("What comes next?"), rows=3)

    def __init__(self, data: Any, *, record: MeetingRecord | None, help_text: str) -> None:
        initial = (
            {"looked_at": record.looked_at, "agreed_next": record.agreed_next} if record else {}
        )
        super().__init__(data, initial=initial)
        self.fields["looked_at"].help_text = help_text

    def draft(self) -> RecordDraft:
        """What the action takes."""
        return RecordDraft(**self.cleaned_data)


class NeedsForm(forms.Form):
    """A few lines under each heading; every one of them may stay empty."""

    def __init__(
        self,
        data: Any,
        *,
        domains: Sequence[NeedsDomain],
        questions: Sequence[NeedsQuestion],
        sheet: NeedsSheet | None,
    ) -> None:
        super().__init__(data)
        self.domains, self.questions = domains, questions
        known = sheet.words if sheet else {}
        for domain in domains:
            for question in questions:
                self.fields[f"{domain.key}-{question.name}"] = forms.CharField(
                    label=question.label,
                    max_length=LONGEST_NEED,
                    required=False,
                    initial=known.get(domain.key, {}).get(question.name, ""),
                )

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings."""
        return [
            (domain.name, [self[f"{domain.key}-{one.name}"] for one in self.questions])
            for domain in self.domains
        ]

    def words(self) -> dict[str, dict[str, str]]:
        """What was written, by the key of the domain and the name of the question."""
        return {
            domain.key: {
                one.name: self.cleaned_data[f"{domain.key}-{one.name}"] for one in self.questions
            }
            for domain in self.domains
        }


class ObjectiveForm(forms.Form):
    """One objective; an empty one is left out."""

    text = forms.CharField(label=_("Objective"), max_length=LONGEST_OBJECTIVE, required=False)
    competency = forms.ChoiceField(label=_("Shown by"), required=False)
    due_on = forms.DateField(label=_("By"), required=False, widget=DAY)
    number = 0

    def __init__(self, *args: Any, choices: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competency"].choices = choices  # type: ignore[attr-defined]
        if len(choices) < 2:
            del self.fields["competency"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("text") and not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _now("Say by when."))
        return data


class PlanForm(forms.Form):
    """The objectives, filled with the version before them."""

    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=999)

    def __init__(
        self,
        data: Any,
        *,
        competencies: Sequence[Competency],
        before: LearningPlan | None,
        due: date,
    ) -> None:
        super().__init__(data, initial={"based_on": before.number if before else 0})
        self._found = {str(one.pk): one for one in competencies}
        keys = {one.key: str(one.pk) for one in competencies}
        known = list(before.objectives.select_related("competency")) if before else []
        first: list[dict[str, Any]] = [
            {
                "text": one.text,
                "due_on": one.due_on,
                "competency": keys.get(one.competency.key, "") if one.competency else "",
            }
            for one in known
        ]
        rows = min(MOST, max(ROWS, len(first) + 2))
        first += [{"due_on": due} for _row in range(rows - len(first))]
        choices = [("", _("Nothing of the passport")), *_grouped(competencies)]
        self.objectives = [
            ObjectiveForm(data, prefix=f"objective{n}", choices=choices, initial=initial)
            for n, initial in enumerate(first)
        ]
        for n, one in enumerate(self.objectives, start=1):
            one.number = n

    def is_valid(self) -> bool:
        fit = [one.is_valid() for one in self.objectives]
        return super().is_valid() and all(fit)

    @property
    def is_refused(self) -> bool:
        """Whether anything in it was refused."""
        wrong = bool(self.errors) or any(one.errors for one in self.objectives)
        return self.is_bound and wrong

    def drafts(self) -> list[ObjectiveDraft]:
        """What the action takes."""
        return [
            ObjectiveDraft(
                data["text"], data["due_on"], self._found.get(data.get("competency", ""))
            )
            for data in (one.cleaned_data for one in self.objectives)
            if data.get("text")
        ]


def _grouped(competencies: Sequence[Competency]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in competencies:
        groups.setdefault(one.domain.name, []).append((str(one.pk), one.name))
    return list(groups.items())


class HandoverForm(forms.Form):
    """The note for whoever guides next."""

    handover = _words(
        _("For whoever guides next"),
        help_text=_("Where the learner is, what goes well, what is next. No reasons are asked."),
    )

    def __init__(self, data: Any, *, words: str, is_needed: bool = True) -> None:
        super().__init__(data, initial={"handover": words})
        self.fields["handover"].required = is_needed


class PreceptorForm(HandoverForm):
    """Who guides next, with the note."""

    guide = forms.ChoiceField(label=_("Who guides next"))
    field_order = ("guide", "handover")

    def __init__(self, data: Any, *, guides: Sequence[NextGuide], words: str) -> None:
        super().__init__(data, words=words)
        self._guides = {str(one.enrollment.pk): one for one in guides}
        self.fields["guide"].choices = [  # type: ignore[attr-defined]
            (
                pk,
                _now("%(name)s, free places: %(n)d")
                % {"name": g.enrollment.person.name, "n": g.free},
            )
            for pk, g in self._guides.items()
        ]

    def chosen(self) -> NextGuide:
        """The one who was chosen."""
        return self._guides[self.cleaned_data["guide"]]


class ExtensionForm(forms.Form):
    """More time."""

    until = forms.DateField(label=_("New last day"), widget=DAY)
    why = _words(_("Why, for both of them"), rows=3)


class PlaceForm(forms.Form):
    """Another site or unit."""

    site = forms.ChoiceField(label=_("Site"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    why = _words(_("A word about it"), rows=2, required=False)

    def __init__(
        self, data: Any, *, course: Course, sites: Sequence[Site], units: Sequence[Unit]
    ) -> None:
        super().__init__(data, initial={"site": course.site_id, "unit": course.unit_id})
        self._sites = {str(one.pk): one for one in sites}
        self._units = {str(one.pk): one for one in units}
        for name, found in (("site", self._sites), ("unit", self._units)):
            choices = [("", _now("Not said")), *((pk, one.name) for pk, one in found.items())]
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def places(self) -> tuple[Site | None, Unit | None]:
        """What was chosen."""
        data = self.cleaned_data
        return self._sites.get(data["site"]), self._units.get(data["unit"])


class ShareForm(forms.Form):
    """Working time."""

    share = forms.IntegerField(label=_("Percent of full time"), min_value=1, max_value=100)
