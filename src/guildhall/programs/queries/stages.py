"""Where a cohort stands, in words and as a bar."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from guildhall.core.dates import full_day
from guildhall.programs.models import Cohort
from guildhall.programs.plan import Plan
from guildhall.programs.program_template import Phase


@dataclass(frozen=True, slots=True)
class Stage:
    """`done` of `total` bars are behind, the next one is where the cohort is now."""

    words: str
    done: int
    total: int
    note: str = ""

    @property
    def is_running(self) -> bool:
        """Whether pairs are under way."""
        return 0 < self.done < self.total


def stage_of(cohort: Cohort, plan: Plan, *, today: date) -> Stage:
    """Joining is the first bar; the phases of the plan follow."""
    total = len(plan.phases) + 1
    if cohort.archived_at is not None:
        return Stage(_("In the archive"), total, total)
    if cohort.starts_on is None or today < cohort.starts_on:
        return _before_start(cohort, plan, total, today=today)
    if cohort.ends_on is not None and today > cohort.ends_on:
        day = full_day(cohort.ends_on)
        return Stage(_("Ended"), total, total, _("on %(day)s") % {"day": day})
    if plan.is_evergreen:
        return Stage(_("Open all year round"), 1, total)
    number = _phase_number(cohort, plan.phases, cohort.starts_on, today=today)
    week = (today - cohort.starts_on).days // 7 + 1
    return Stage(plan.phases[number].name, number + 1, total, _("week %(week)s") % {"week": week})


def _before_start(cohort: Cohort, plan: Plan, total: int, *, today: date) -> Stage:
    closes, promised = cohort.applications_close_on, cohort.matches_promised_on
    if closes is not None and today > closes:
        note = _("promised by %(day)s") % {"day": full_day(promised)} if promised else ""
        return Stage(_("Matching"), 0, total, note)
    if plan.is_evergreen:
        return Stage(_("Open all year round"), 0, total)
    note = _("until %(day)s") % {"day": full_day(closes)} if closes else ""
    return Stage(_("People are joining"), 0, total, note)


def _phase_number(
    cohort: Cohort, phases: tuple[Phase, ...], starts_on: date, *, today: date
) -> int:
    """The phase of the day, counted in days or in shares of the whole."""
    day = (today - starts_on).days
    length = (cohort.ends_on - starts_on).days + 1 if cohort.ends_on else 0
    for number, phase in enumerate(phases):
        if phase.from_share is not None:
            last = (phase.to_share or 1.0) * length
        else:
            last = phase.to_day if phase.to_day is not None else day + 1
        if day < last:
            return number
    return len(phases) - 1
