"""The lines of the list of people, as HTML: built at once, since a page has many of them."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guildhall.core.dates import full_day, short_day
from guildhall.programs.queries.parts import LivePart
from guildhall.web.people.rows import PersonRow
from guildhall.web.people.standing import standing
from guildhall.web.shared.markup import addresses, fill, joined
from guildhall.web.templatetags.hall_labels import label, status
from guildhall.web.templatetags.hall_people import person_arch

OFFERS_SHOWN, PARTS_SHOWN = 3, 2
NONE = SafeString("")


def people_lines(rows: Sequence[PersonRow], *, has_several: bool, has_houses: bool) -> SafeString:
    """A table row for each person; the organization and the parts where they tell something."""
    house, offers, parts = _("Organization"), _("Can help with"), _("Takes part in")
    address = addresses("person")
    states: dict[str, SafeString] = {}
    return joined(
        [
            fill(
                '<tr>{}{}<td data-label="{}" class="people-offers">{}</td>{}</tr>\n',
                _head(row, address(row.listed.person_id)),
                _cell(house, row.listed.organization) if has_several else NONE,
                offers,
                _offers(row.offers),
                _cell(parts, _parts(row.parts, states)) if has_houses else NONE,
            )
            for row in rows
        ]
    )


def _cell(head: str, content: str) -> SafeString:
    return fill('<td data-label="{}">{}</td>', head, content)


def _head(row: PersonRow, address: str) -> SafeString:
    place = row.listed.place
    return fill(
        '<th scope="row"><span class="person-chip">{}<span class="person-words">'
        '<a class="person-name" href="{}">{}</a>{}</span></span>{}</th>',
        person_arch(row.name, row.kind),
        address,
        row.name,
        fill('<span class="second">{}</span>', place) if place else NONE,
        _states(row),
    )


def _states(row: PersonRow) -> SafeString:
    """Roles, a pause, the end: nothing for most people."""
    shown = [label(role, tone="plum") for role in row.roles]
    if row.is_pausing:
        until = row.paused_until
        day = {"day": short_day(until)} if until else {}
        shown.append(status("paused", _("Pauses until %(day)s") % day if until else _("Pauses")))
    if row.listed.ended_at:
        day = {"day": full_day(row.listed.ended_at)}
        shown.append(status("neutral", _("Left %(day)s") % day))
    if not shown:
        return NONE
    return fill('<span class="person-states">{}</span>', joined(shown))


def _offers(names: Sequence[str]) -> SafeString:
    if not names:
        return NONE
    shown = SafeString(" ".join([label(name) for name in names[:OFFERS_SHOWN]]))
    return joined([shown, _and_more(len(names) - OFFERS_SHOWN)])


def _parts(parts: Sequence[LivePart], states: dict[str, SafeString]) -> SafeString:
    """`states` keeps what was drawn already: a page has few states and many parts."""
    shown = []
    for part in parts[:PARTS_SHOWN]:
        if part.state not in states:
            seen = standing(part.state)
            states[part.state] = status(seen.shape, str(seen.words), look="plain")
        shown.append(
            fill(
                '<span class="people-part"><span>{}, {}</span>{}</span>',
                part.side_word,
                part.program,
                states[part.state],
            )
        )
    return joined([*shown, _and_more(len(parts) - PARTS_SHOWN)])


def _and_more(count: int) -> SafeString:
    if count <= 0:
        return NONE
    return fill('<span class="second">{}</span>', _("and %(n)s more") % {"n": count})
