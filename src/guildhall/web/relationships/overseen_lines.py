"""The lines of the list of pairs, as HTML: built at once, since a page has many of them."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guildhall.core.dates import full_day
from guildhall.relationships.queries.pairs import OverseenRow, Standing
from guildhall.web.shared.markup import addresses, fill, joined
from guildhall.web.templatetags.hall_labels import status
from guildhall.web.templatetags.hall_people import pair_arches

S = Standing


def overseen_lines(rows: Sequence[OverseenRow]) -> SafeString:
    """A table row for each pair."""
    states = _states()
    heads = (_("Program"), _("State"), _("Last met"))
    address = addresses("relationship")
    return joined(
        [
            fill(
                '<tr><th scope="row"><span class="pair-row">{}<span class="pair-row-words">'
                '<a href="{}">{}</a><span class="second">{}</span></span></span></th>'
                '<td data-label="{}">{}</td><td data-label="{}">{}</td>'
                '<td data-label="{}">{}</td></tr>\n',
                pair_arches(row.learners, row.guides),
                address(row.id),
                row.learners,
                row.guides,
                heads[0],
                row.program,
                heads[1],
                states[_standing(row)],
                heads[2],
                _last_met(row),
            )
            for row in rows
        ]
    )


def _states() -> dict[str, SafeString]:
    return {
        S.OFFERED: status("early", _("Offered")),
        S.ACTIVE: status("track", _("Active")),
        S.PAUSED: status("paused"),
        S.ASLEEP: status("paused", str(S.ASLEEP.label)),
        S.CLOSING: status("nudge", _("Closing")),
        S.CLOSED: status("neutral", _("Ended")),
        S.UNANSWERED: status("neutral", str(S.UNANSWERED.label)),
    }


def _standing(row: OverseenRow) -> str:
    if row.ended_by_itself:
        return S.UNANSWERED
    return S.ASLEEP if row.is_asleep else row.state


def _last_met(row: OverseenRow) -> str:
    if row.last_met_at:
        return full_day(row.last_met_at)
    return _("not yet") if row.opened_at else "–"
