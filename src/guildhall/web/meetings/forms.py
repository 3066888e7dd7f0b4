"""Shapes of what a pair hands in about its meetings."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from guildhall.directory.models import Person
from guildhall.meetings.actions.agendas import LONGEST_LINE as LONGEST_AGENDA_LINE
from guildhall.meetings.actions.logging import LONGEST, LONGEST_LINE
from guildhall.meetings.actions.proposing import LONGEST as LONGEST_MEETING
from guildhall.meetings.actions.proposing import LONGEST_PLACE
from guildhall.meetings.queries.rhythm_words import ordinal_names, weekday_names
from guildhall.meetings.states import MeetingMode
from guildhall.programs.program_template import Cadence
from guildhall.relationships.states import USUAL_MINUTES

LENGTHS = (15, 30, 45, 60, 90, 120)


class MeetingForm(forms.Form):
    """“We met”: when, how long, how, and one line that only the pair reads."""

    on = forms.DateField(
        label=_("When"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=LONGEST)
    mode = forms.ChoiceField(label=_("How"), choices=MeetingMode.choices)
    line = forms.CharField(
        label=_("One line to remember"),
        required=False,
        max_length=LONGEST_LINE,
        widget=forms.TextInput(),
    )

    def __init__(self, *args: Any, today: date, cadence: Cadence | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today
        self.fields["on"].widget.attrs["max"] = today.isoformat()
        self.fields["minutes"].initial = cadence.minutes if cadence else USUAL_MINUTES


class ProposalForm(forms.Form):
    """Up to five times: ticked ones as moments in UTC, and one typed as the reader means it."""

    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=LONGEST_MEETING)
    mode = forms.ChoiceField(label=_("How"), choices=MeetingMode.choices)
    place = forms.CharField(
        label=_("Where, if in person"),
        required=False,
        max_length=LONGEST_PLACE,
        help_text=_("A room, a café, an address. It stands in your invitations."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    other = forms.DateTimeField(
        label=_("Another time"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_other(self) -> datetime | None:
        """The typed time is meant where the reader is, whatever zone the page was drawn in."""
        typed: datetime | None = self.cleaned_data["other"]
        if typed is None:
            return None
        wall = typed.replace(tzinfo=None)
        return wall.replace(tzinfo=ZoneInfo(self.person.time_zone)).astimezone(UTC)

    def times(self) -> list[datetime]:
        """Everything that was ticked or typed; a value that is no moment is refused by name."""
        found = []
        ticked = self.data.getlist("times") if isinstance(self.data, QueryDict) else []
        for value in ticked[:50]:
            try:
                at = datetime.fromisoformat(value)
            except ValueError:
                at = None
            if at is None or at.tzinfo is None:
                self.add_error(None, _now("One of the times could not be read. Choose it again."))
                continue
            found.append(at.astimezone(UTC))
        if self.cleaned_data.get("other"):
            found.append(self.cleaned_data["other"])
        return found


class RhythmForm(forms.Form):
    """How often, on which day, at what time."""

    every = forms.ChoiceField(label=_("Every"))
    weekday = forms.TypedChoiceField(label=_("On"), coerce=int)
    at = forms.TimeField(
        label=_("At"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=LONGEST_MEETING)

    def __init__(self, *args: Any, cadence: Cadence | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        weeks = [(f"w{n}", self._week_words(n)) for n in (1, 2, 3, 4, 6, 8, 12, 26)]
        months = [
            (f"m{n}", _now("%(ordinal)s of the month") % {"ordinal": name.capitalize()})
            for n, name in ordinal_names().items()
        ]
        self.fields["every"].choices = [*weeks, *months]  # type: ignore[attr-defined]
        self.fields["weekday"].choices = list(enumerate(weekday_names()))  # type: ignore[attr-defined]
        nearest = round(cadence.every_days / 7) if cadence else 2
        self.fields["every"].initial = f"w{max(1, nearest)}"
        self.fields["minutes"].initial = cadence.minutes if cadence else USUAL_MINUTES

    @staticmethod
    def _week_words(weeks: int) -> str:
        return _now("Week") if weeks == 1 else _now("%(n)d weeks") % {"n": weeks}

    def values(self) -> dict[str, int]:
        """What the action takes."""
        data = self.cleaned_data
        kind, number = data["every"][0], int(data["every"][1:])
        return {
            "weekday": data["weekday"],
            "minute": data["at"].hour * 60 + data["at"].minute,
            "minutes": data["minutes"],
            "weeks": number if kind == "w" else 0,
            "ordinal": number if kind == "m" else 0,
        }


class AgendaForm(forms.Form):
    """One line of an agenda."""

    text = forms.CharField(
        label=_("Something to talk about"), max_length=LONGEST_AGENDA_LINE, widget=forms.TextInput()
    )


class CalendarForm(forms.Form):
    """The private address of a calendar."""

    address = forms.CharField(
        label=_("Private address of your calendar"),
        max_length=2000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
    )


class VideoForm(forms.Form):
    """Where video rooms are."""

    template = forms.CharField(
        label=_("Address of a room"),
        required=False,
        max_length=200,
        help_text=_("With {room} where its name belongs: https://meet.example.org/{room}"),
    )
