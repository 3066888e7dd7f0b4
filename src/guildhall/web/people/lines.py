"""The lines of the list of people, as HTML: built at once, since a page has many of them."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guildhall.web.people.rows import PartLine, PersonRow
from guildhall.web.templatetags.hall_labels import label, status
from guildhall.web.templatetags.hall_people import person_arch

OFFERS_SHOWN, PARTS_SHOWN = 3, 2
NONE = SafeString("")


def people_lines(rows: Sequence[PersonRow], *, has_several: bool, has_houses: bool) -> SafeString:
    """A table row for each person; the organization and the parts where they tell something."""
    house, offers, parts = _("Organization"), _("Can help with"), _("Takes part in")
    return format_html_join(
        "\n",
        '<tr>{}{}<td data-label="{}" class="people-offers">{}</td>{}</tr>',
        (
            (
                _head(row),
                _cell(house, row.membership.organization.name) if has_several else NONE,
                offers,
                _offers(row.offers),
                _cell(parts, _parts(row.parts)) if has_houses else NONE,
            )
            for row in rows
        ),
    )


def _cell(head: str, content: str) -> SafeString:
    return format_html('<td data-label="{}">{}</td>', head, content)


def _head(row: PersonRow) -> SafeString:
    place = format_html('<span class="second">{}</span>', row.place) if row.place else NONE
    return format_html(
        '<th scope="row"><span class="person-chip">{}<span class="person-words">'
        '<a class="person-name" href="{}">{}</a>{}</span></span>{}</th>',
        person_arch(row.name, row.kind),
        row.url,
        row.name,
        place,
        _states(row),
    )


def _states(row: PersonRow) -> SafeString:
    """Roles, a pause, the end: nothing for most people."""
    shown = [label(role, tone="plum") for role in row.roles]
    if row.is_pausing:
        until = row.paused_until
        day = {"day": date_format(until, "M j")} if until else {}
        shown.append(status("paused", _("Pauses until %(day)s") % day if until else _("Pauses")))
    if row.membership.ended_at:
        day = {"day": date_format(timezone.localtime(row.membership.ended_at), "M j, Y")}
        shown.append(status("neutral", _("Left %(day)s") % day))
    if not shown:
        return NONE
    return format_html('<span class="person-states">{}</span>', _joined(shown))


def _offers(names: Sequence[str]) -> SafeString:
    if not names:
        return NONE
    shown = format_html_join(" ", "{}", ((label(name),) for name in names[:OFFERS_SHOWN]))
    return _joined([shown, _and_more(len(names) - OFFERS_SHOWN)])


def _parts(parts: Sequence[PartLine]) -> SafeString:
    if not parts:
        return NONE
    shown = format_html_join(
        "",
        '<span class="people-part"><span>{}, {}</span>{}</span>',
        (
            (
                part.side_word,
                part.program,
                status(part.standing.shape, str(part.standing.words), look="plain"),
            )
            for part in parts[:PARTS_SHOWN]
        ),
    )
    return _joined([shown, _and_more(len(parts) - PARTS_SHOWN)])


def _and_more(count: int) -> SafeString:
    if count <= 0:
        return NONE
    return format_html('<span class="second">{}</span>', _("and %(n)s more") % {"n": count})


def _joined(parts: Sequence[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
