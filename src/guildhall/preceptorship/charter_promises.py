"""What a program that follows a standard promises both; with it an agreement is a charter."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.agreements.promises import promise_source
from guildhall.concerns.clocks import clocks_of
from guildhall.core.dates import full_day
from guildhall.hours.queries.rules import share_of
from guildhall.preceptorship.queries.courses import course_on
from guildhall.programs.plan import course_of, hours_of
from guildhall.programs.program_template import CourseRules
from guildhall.programs.states import Side
from guildhall.relationships.models import Relationship
from guildhall.relationships.plans import plan_of
from guildhall.relationships.queries.coordinating import coordinators_of
from guildhall.relationships.queries.names import listed


@promise_source
def charter_promises(row: Relationship, at: datetime) -> Sequence[str]:
    """From the program's words and the numbers of its standard; none where it follows none."""
    rules = course_of(plan_of(row)) if row.program else None
    return tuple(_promises(row, rules)) if rules else ()


def _promises(row: Relationship, rules: CourseRules) -> Iterator[str]:
    words = plan_of(row)["words"]
    if row.ends_on is not None:
        yield _("We have time until %(day)s.") % {"day": full_day(row.ends_on)}
    yield from _hours(row, rules, words)
    yield _meetings(rules)
    yield _(
        "Each of these ends with two short answers that we both sign. One that is missed has a"
        " new time within %(days)d days."
    ) % {"days": rules.rebook_days}
    yield ngettext(
        "We agree on a learning plan within %(days)d day.",
        "We agree on a learning plan within %(days)d days.",
        rules.plan_days,
    ) % {"days": rules.plan_days}
    hours = int(clocks_of(row).share.total_seconds() // 3600)
    yield _("A worry about practice is shared within %(hours)d hours. Nothing is a surprise.") % {
        "hours": hours
    }
    names = listed([person.name for person in coordinators_of(row)])
    if names:
        yield _("Whatever does not work between us: we turn to %(names)s.") % {"names": names}


def _hours(row: Relationship, rules: CourseRules, words: dict[str, str]) -> Iterator[str]:
    asked = hours_of(plan_of(row))
    course = course_on(row)
    share = share_of(row, course.learner_id) if course and asked.pro_rata else 100
    beyond = asked.kinds.get("supernumerary")
    if beyond:
        yield _("At first the %(learner)s works beyond the numbers: %(hours)d hours.") % {
            "learner": words[Side.LEARNER],
            "hours": -(-beyond * share // 100),
        }
    if asked.protected_guide:
        yield _("The %(guide)s has %(hours)d hours of protected time a year for this.") % {
            "guide": words[Side.GUIDE],
            "hours": asked.protected_guide,
        }


def _meetings(rules: CourseRules) -> str:
    values = {"first": rules.first_meeting_days, "gap": rules.most_gap_days or 0}
    if rules.most_gap_days:
        return _(
            "We meet within %(first)d days, then every %(gap)d days or sooner, to the end."
        ) % (values)
    return _("We meet within %(first)d days, in the middle, and at the end.") % values
