"""The lines of a cohort's list of people, as HTML: built at once, since a page has many."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.programs.plan import Plan
from guildhall.programs.queries.cohort_people import EnrollmentRow
from guildhall.programs.states import EnrollmentState, Side
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
    sides = {Side.GUIDE: plan.words.guide, Side.LEARNER: plan.words.learner}
    nothing = format_html('<span class="quiet-text">{}</span>', _("Nothing"))
    states = {state: status(SHAPES.get(state, "neutral"), str(state.label)) for state in S}
    invited = status("early", _("Invited"))
    return format_html_join(
        "\n",
        '<tr><th scope="row"><a href="{}">{}</a><span class="second">{}</span></th>'
        '<td data-label="{}">{}</td><td data-label="{}">{}{}</td><td data-label="{}">{}</td>'
        '<td class="number" data-label="{}">{}</td></tr>',
        (
            (
                reverse("enrollment", args=[row.id]),
                row.name,
                row.place,
                heads[0],
                sides[Side(row.side)],
                heads[1],
                invited if row.is_only_invited else states[S(row.state)],
                _since(row),
                heads[2],
                _needed(row.open_prerequisites) or nothing,
                heads[3],
                row.places,
            )
            for row in rows
        ),
    )


def _since(row: EnrollmentRow) -> SafeString:
    if row.waiting_since is None:
        return SafeString("")
    day = date_format(timezone.localtime(row.waiting_since))
    return format_html('<span class="second">{}</span>', _("since %(day)s") % {"day": day})


def _needed(count: int) -> str:
    return ngettext("%(n)s open", "%(n)s open", count) % {"n": count} if count else ""
