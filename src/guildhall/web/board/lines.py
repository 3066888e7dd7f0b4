"""A line of the board as HTML, quickly: a page has hundreds of values to escape."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guildhall.preceptorship.queries.board import BoardRow
from guildhall.web.board.words import SHAPES, load_words, next_step, reason_words
from guildhall.web.shared.markup import fill, joined
from guildhall.web.templatetags.hall_labels import status

STEP, BETWEEN, HIGH = 6, 6, 18
SIGNED = "abcdef"
LEVELS = {**{str(n): n for n in range(6)}, **{step: n for n, step in enumerate(SIGNED)}}
# Signed off before seen at the same level; nothing seen comes last.
HEIGHTS = {"-": -1, **{step: 2 * n + (step in SIGNED) for step, n in LEVELS.items()}}
STRIP = (
    '<svg class="strip" width="{0}" height="{1}" viewBox="0 0 {0} {1}" role="img"'
    ' aria-label="{2}">{3}</svg>'
)


def board_lines(rows: list[BoardRow], today: date) -> SafeString:
    """The rows of the table."""
    return joined([_line(row, today) for row in rows])


def strip_of(row: BoardRow) -> SafeString:
    """Each competency as one small step, by domain, the highest first; a line below marks what is
    signed off. Steps stand beside each other; nothing is averaged."""
    drawn: dict[str, list[str]] = {}
    x = 0
    for domain in row.steps.split("|"):
        for step in sorted(domain, key=HEIGHTS.__getitem__, reverse=True):
            top, tall = (6, 3) if step == "-" else (10 - 2 * LEVELS[step], 4 + 2 * LEVELS[step])
            name = "none" if step == "-" else str(LEVELS[step])
            drawn.setdefault(name, []).append(f"M{x} {top}h5v{tall}h-5z")
            if step in SIGNED:
                drawn.setdefault("signed", []).append(f"M{x} 16h5v2h-5z")
            x += STEP
        x += BETWEEN
    paths = "".join(
        f'<path class="strip-{name}" d="{"".join(parts)}"/>' for name, parts in drawn.items()
    )
    width = max(1, x - BETWEEN)
    return fill(STRIP, width, HIGH, "; ".join(_said(row)), SafeString(paths))


def _line(row: BoardRow, today: date) -> SafeString:
    step = next_step(row)
    of = _("%(signed)d of %(total)d") % {"signed": row.signed, "total": row.total}
    return fill(
        '<tr><th scope="row"><a href="{}">{}</a>{}</th>'
        '<td data-label="{}">{}</td>'
        '<td data-label="{}" class="board-strip">{}</td>'
        '<td data-label="{}" class="board-signed">{}</td>'
        '<td data-label="{}" class="board-next"><a class="link-more" href="{}">{}'
        '<span class="visually-hidden">: {}</span></a></td></tr>',
        reverse("passport", args=[row.passport]),
        row.learner,
        _guides(row),
        _("Why"),
        status(SHAPES[row.need], reason_words(row, today), "plain"),
        _("Levels"),
        strip_of(row),
        _("Signed off"),
        of,
        _("Next step"),
        step.url,
        step.words,
        row.learner,
    )


def _guides(row: BoardRow) -> SafeString:
    if not row.guides:
        return fill('<span class="second">{}</span>', _("nobody guides at present"))
    names = ", ".join(f"{guide.name}, {load_words(guide.load)}" for guide in row.guides)
    return fill('<span class="second">{}</span>', names)


def _said(row: BoardRow) -> Iterator[str]:
    """“Medicines: 3 of 7 signed off, 2 not seen” for those who do not see the strip."""
    words = _("%(name)s: %(signed)d of %(total)d signed off, %(unseen)d not seen")
    for place, domain in enumerate(row.steps.split("|")):
        signed = sum(1 for step in domain if step in SIGNED)
        values = {
            "name": row.domains[place] if place < len(row.domains) else place + 1,
            "signed": signed,
            "total": len(domain),
            "unseen": domain.count("-"),
        }
        yield words % values
