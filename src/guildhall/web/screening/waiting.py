"""How long an application has waited, of the days that are promised."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.programs.queries.screening import PROMISED_DAYS

# With so many days left it is worth a nudge.
SOON_DAYS = 2


@dataclass(frozen=True, slots=True)
class Wait:
    """Days waited and left, where the reader is."""

    days: int
    promised: int = PROMISED_DAYS

    @property
    def left(self) -> int:
        """Days until the promise is broken; negative afterwards."""
        return self.promised - self.days

    @property
    def marks(self) -> list[str]:
        """One mark for each promised day: past or left."""
        past = min(self.days, self.promised)
        return ["past"] * past + ["left"] * (self.promised - past)

    @property
    def words(self) -> str:
        """“5 of 7 days”, “9 days, 2 longer than promised”."""
        if self.left < 0:
            late = {"days": self.days, "late": -self.left}
            return _("%(days)s days, %(late)s longer than promised") % late
        return _("%(days)s of %(promised)s days") % {"days": self.days, "promised": self.promised}

    @property
    def left_words(self) -> str:
        """“2 days left”, “today is the last day”, “3 days late”."""
        if self.left > 0:
            return ngettext("%(n)s day left", "%(n)s days left", self.left) % {"n": self.left}
        if self.left == 0:
            return _("last day today")
        late = -self.left
        return ngettext("%(n)s day late", "%(n)s days late", late) % {"n": late}

    @property
    def state(self) -> str:
        """The shape that it is shown with: amber only where the promise is at its end."""
        if self.left <= 0:
            return "person"
        return "nudge" if self.left <= SOON_DAYS else "neutral"


def waited(since: datetime, *, today: date) -> Wait:
    """The wait since a moment, in calendar days of the reader's time zone."""
    return Wait(max(0, (today - timezone.localtime(since).date()).days))
