"""The lines of a cohort's list of people, as HTML: built at once, since a page has many."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.core.dates import full_day
from guildhall.programs.plan import Plan
from guildhall.programs.queries.cohort_people import EnrollmentRow
from guildhall.programs.states import EnrollmentState, Side
from guildhall.web.shared.markup import addresses, fill, joined
from guildhall.web.templatetags.hall_labels import status

S = EnrollmentState
SHAPES = {
    S.APPROVED: "track",
    S.MATCHED: "track",
    S.FINISHED: "track",
    S.WAITING: "nudge",
    S.DRAFT: "early",
    S.DECLINED: "short",
    S.WITHDRAWN: "paused",
}


def cohort_lines(rows: Sequence[EnrollmentRow], *, plan: Plan) -> SafeString:
    """A table row for each enrollment."""
    heads = (_("As"), _("Stands"), _("Needed"), _("Places"))
    sides: dict[str, str] = {Side.GUIDE: plan.words.guide, Side.LEARNER: plan.words.learner}
    nothing = fill('<span class="quiet-text">{}</span>', _("Nothing"))
    states: dict[str, SafeString] = {
        state: status(SHAPES.get(state, "neutral"), str(state.label)) for state in S
    }
    invited = status("early", _("Invited"))
    address = addresses("enrollment")
    return joined(
        [
            fill(
                '<tr><th scope="row"><a href="{}">{}</a><span class="second">{}</span></th>'
                '<td data-label="{}">{}</td><td data-label="{}">{}{}</td>'
                '<td data-label="{}">{}</td>'
                '<td class="number" data-label="{}">{}</td></tr>\n',
                address(row.id),
                row.name,
                row.place,
                heads[0],
                sides[row.side],
                heads[1],
                invited if row.is_only_invited else states[row.state],
                _since(row),
                heads[2],
                _needed(row.open_prerequisites) or nothing,
                heads[3],
                row.places,
            )
            for row in rows
        ]
    )


def _since(row: EnrollmentRow) -> SafeString:
    if row.waiting_since is None:
        return SafeString("")
    day = full_day(row.waiting_since)
    return fill('<span class="second">{}</span>', _("since %(day)s") % {"day": day})


def _needed(count: int) -> str:
    return ngettext("%(n)s open", "%(n)s open", count) % {"n": count} if count else ""
