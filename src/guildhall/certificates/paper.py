"""A certificate on paper: one page, with its code as words and as a picture to be scanned."""

from pathlib import Path
from typing import Any

import segno
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guildhall.certificates.models import Certificate
from guildhall.core.dates import full_day
from guildhall.core.pdf import render

TEMPLATE = Path(__file__).parent / "texts" / "certificate.typ"


def certificate_pdf(certificate: Certificate, *, address: str) -> bytes:
    """The paper. `address` is that of its public page, which says whether it still holds."""
    return render(TEMPLATE.read_text(encoding="utf-8"), _data(certificate, address))


def _data(row: Certificate, address: str) -> dict[str, Any]:
    dates = [[_("Issued"), full_day(row.issued_on)]]
    if row.valid_until is not None:
        dates.append([_("Valid through"), full_day(row.valid_until)])
    return {
        "lang": (get_language() or "en").partition("-")[0],
        "title": row.get_kind_display(),
        "organization": row.organization.name,
        "name": row.name,
        "statement": row.statement,
        "facts": row.facts,
        "dates": [[_("Number"), row.number], *dates],
        "check": _("Anybody can check this paper, and see whether it still holds:"),
        "code_label": _("Code"),
        "code": row.printed_code,
        "address": address,
        "picture": _picture(address),
    }


def _picture(address: str) -> str:
    drawn = segno.make(address, error="m").svg_inline(scale=4, border=0, dark="#1B2521")
    return drawn.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
