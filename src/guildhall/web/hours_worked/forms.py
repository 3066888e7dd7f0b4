"""Shapes of shifts, hours and protected time."""

from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from guildhall.core.dates import time_of_day
from guildhall.directory.models import Organization, Person, Site, Unit
from guildhall.hours.actions.logging import EntryDraft
from guildhall.hours.actions.rows import LONGEST
from guildhall.hours.states import EntryKind
from guildhall.people.actions.shifts import WeekDraft
from guildhall.people.queries.shifts import Day
from guildhall.web.shared.forms import DAY

CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
Clock = tuple[time, time]


def shape_key(clock: Clock) -> str:
    """“07:00-19:30”."""
    return f"{clock[0]:%H:%M}-{clock[1]:%H:%M}"


def shape_words(clock: Clock) -> str:
    """“7:00 am to 7:30 pm”."""
    words = {"start": time_of_day(clock[0]), "end": time_of_day(clock[1])}
    return _now("%(start)s to %(end)s") % words


def _place(model: Any, organization: Organization, label: Any) -> "forms.ModelChoiceField[Any]":
    rows = model.objects.filter(organization=organization)
    return forms.ModelChoiceField(rows, label=label, required=False, empty_label=_("Not said"))


class WeekForm(forms.Form):
    """Seven days: a usual shape, or other times; and where, for the whole week."""

    def __init__(
        self,
        *args: Any,
        organization: Organization,
        days: Sequence[Day],
        shapes: Sequence[Clock],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.days = days
        known = {shape_key(day.own.clock): day.own.clock for day in days if day.own}
        self._shapes = {**{shape_key(shape): shape for shape in shapes}, **known}
        choices = [("", _now("Off"))]
        choices += [(key, shape_words(clock)) for key, clock in self._shapes.items()]
        for place, day in enumerate(days):
            self.fields[f"day_{place}"] = forms.ChoiceField(
                label=f"{day.day:%A}",
                choices=choices,
                required=False,
                initial=shape_key(day.own.clock) if day.own else "",
            )
            self.fields[f"from_{place}"] = forms.TimeField(
                label=_("From"), required=False, widget=CLOCK
            )
            self.fields[f"to_{place}"] = forms.TimeField(
                label=_("To"), required=False, widget=CLOCK
            )
        own = next((day.own for day in days if day.own), None)
        self.fields["site"] = _place(Site, organization, _("Site"))
        self.fields["unit"] = _place(Unit, organization, _("Unit"))
        self.fields["site"].initial = own.site if own else None
        self.fields["unit"].initial = own.unit if own else None

    def clean(self) -> dict[str, Any]:
        """Other times need both ends."""
        cleaned = super().clean() or {}
        for place in range(len(self.days)):
            start, end = cleaned.get(f"from_{place}"), cleaned.get(f"to_{place}")
            if (start is None) != (end is None):
                missing = f"to_{place}" if end is None else f"from_{place}"
                self.add_error(missing, _("Give both times."))
        return cleaned

    def rows(self) -> list[dict[str, Any]]:
        """A row a day: what to draw."""
        return [
            {
                "day": day.day,
                "shape": self[f"day_{place}"],
                "start": self[f"from_{place}"],
                "end": self[f"to_{place}"],
                "others": day.others,
                "is_open": bool(self[f"from_{place}"].errors or self[f"to_{place}"].errors),
            }
            for place, day in enumerate(self.days)
        ]

    def draft(self) -> WeekDraft:
        """What the action takes."""
        data = self.cleaned_data
        days: list[Clock | None] = []
        for place in range(len(self.days)):
            start, end = data.get(f"from_{place}"), data.get(f"to_{place}")
            shape = self._shapes.get(data.get(f"day_{place}", ""))
            days.append((start, end) if start is not None and end is not None else shape)
        return WeekDraft(self.days[0].day, days, data.get("site"), data.get("unit"))


class RosterForm(forms.Form):
    """The private address of a roster."""

    address = forms.CharField(label=_("Private address of your roster"), max_length=2000)


class EntryForm(forms.Form):
    """What was or will be worked: from and to, or a number of hours."""

    kind = forms.ChoiceField(label=_("What it was"))
    on = forms.DateField(label=_("Day"), widget=DAY)
    start = forms.TimeField(label=_("From"), required=False, widget=CLOCK)
    end = forms.TimeField(label=_("To"), required=False, widget=CLOCK)
    hours = forms.DecimalField(
        label=_("Or hours"), required=False, min_value=0, max_value=24, decimal_places=2
    )
    is_simulated = forms.BooleanField(label=_("It was simulation"), required=False)
    note = forms.CharField(
        label=_("A line about it"), required=False, max_length=LONGEST, widget=forms.TextInput()
    )

    def __init__(
        self,
        *args: Any,
        kinds: Iterable[EntryKind],
        organization: Organization,
        today: date,
        has_simulation: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.value, str(kind.label)) for kind in kinds]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        self.fields["on"].initial = today
        self.fields["site"] = _place(Site, organization, _("Site"))
        self.fields["unit"] = _place(Unit, organization, _("Unit"))
        if not has_simulation:
            del self.fields["is_simulated"]

    def clean(self) -> dict[str, Any]:
        """From and to belong together."""
        cleaned = super().clean() or {}
        if (cleaned.get("start") is None) != (cleaned.get("end") is None):
            self.add_error("end" if cleaned.get("end") is None else "start", _("Give both times."))
        return cleaned

    def draft(self) -> EntryDraft:
        """What the action takes."""
        data = self.cleaned_data
        hours = data.get("hours")
        return EntryDraft(
            kind=EntryKind(data["kind"]),
            on=data["on"],
            start=data.get("start"),
            end=data.get("end"),
            minutes=int(hours * 60) if hours is not None else None,
            site=data.get("site"),
            unit=data.get("unit"),
            is_simulated=bool(data.get("is_simulated")),
            note=data.get("note", ""),
        )


class WordsForm(forms.Form):
    """A reason or an answer, in a few words."""

    def __init__(self, *args: Any, name: str, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[name] = forms.CharField(
            label=label, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
        )


class ShareForm(forms.Form):
    """How much of full time somebody works."""

    percent = forms.IntegerField(label=_("Percent of full time"), min_value=10, max_value=100)


class VerifierForm(forms.Form):
    """Who verifies, and where."""

    email = forms.EmailField(label=_("Their e-mail address"))

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._organization = organization
        self.fields["site"] = _place(Site, organization, _("Only at this site"))
        self.fields["unit"] = _place(Unit, organization, _("Only in this unit"))
        for name in ("site", "unit"):
            field: Any = self.fields[name]
            field.empty_label = _("Everywhere here")

    def clean(self) -> dict[str, Any]:
        """The member with this address."""
        cleaned = super().clean() or {}
        email = cleaned.get("email")
        if email:
            rows = Person.objects.filter(
                email__iexact=email,
                memberships__organization=self._organization,
                memberships__ended_at__isnull=True,
            )
            cleaned["person"] = rows.first()
            if cleaned["person"] is None:
                self.add_error("email", _("Nobody here has this address."))
        return cleaned


def monday_of(text: str | None, today: date) -> date:
    """The Monday of a week in an address, or of this one."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        day = today
    day = day if abs((day - today).days) < 1000 else today
    return day - timedelta(days=day.weekday())
