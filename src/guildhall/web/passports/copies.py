"""The passport as a signed PDF, and the public page that its code leads to."""

from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from guildhall.assessment.actions.copies import SignedCopy, sign_copy
from guildhall.assessment.queries.copies import copy_behind
from guildhall.assessment.queries.record import Record
from guildhall.assessment.states import SignOffState
from guildhall.core import clock
from guildhall.core.dates import full_day
from guildhall.core.errors import NotVisible
from guildhall.core.pdf import render as render_pdf
from guildhall.web.passports.loading import load
from guildhall.web.shared.codes import code_svg
from guildhall.web.shared.request import For, HallRequest, page

TEMPLATE = Path(__file__).parent / "copy.typ"


@page(For.SIGNED_IN, "POST")
def passport_copy(request: HallRequest, pk: int) -> HttpResponse:
    """Make a signed copy, and give it as a download."""
    row = load(request, pk)
    made = sign_copy(passport=row, by=request.actor, at=clock.now())
    there = reverse("passport_copy_check", args=[str(made.code)])
    data = copy_data(made, address=request.build_absolute_uri(there))
    body = render_pdf(TEMPLATE.read_text(encoding="utf-8"), data)
    response = HttpResponse(body, content_type="application/pdf")
    name = f"passport-{made.code.event}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@never_cache
@page(For.ANYONE)
def passport_copy_check(request: HallRequest, code: str) -> HttpResponse:
    """Whether a copy is genuine, for whoever holds it; and whether it still says what is so."""
    found = copy_behind(code)
    if found is None:
        raise NotVisible
    groups = groups_of(found.record) if found.record and found.is_unchanged else []
    context = {"found": found, "groups": groups, "code": code}
    return render(request, "passports/copy_check.html", context)


def groups_of(record: Record) -> list[tuple[str, list[dict[str, str]]]]:
    """Every competency by its domain: the level and days of the sign-off that holds."""
    groups: dict[str, list[dict[str, str]]] = {}
    for one in record.competencies:
        row = record.holding(one)
        line = {"name": one.name, "level": "", "by": "", "on": "", "until": "", "note": ""}
        if row is not None:
            line |= {
                "level": record.level_of[row.level_id].name,
                "by": row.signer.name,
                "on": full_day(record.day(row.signed_at)),
                "until": full_day(row.valid_until) if row.valid_until else "",
                "note": _("contested") if row.state == SignOffState.CONTESTED else "",
            }
        groups.setdefault(one.domain.name, []).append(line)
    return list(groups.items())


def copy_data(made: SignedCopy, *, address: str) -> dict[str, Any]:
    """Everything that the paper says."""
    passport = made.record.passport
    signed = sum(1 for one in made.record.competencies if made.record.holding(one))
    total = len(made.record.competencies)
    day = full_day(made.record.day(made.made_at))
    return {
        "lang": (get_language() or "en").partition("-")[0],
        "title": _("Competency passport"),
        "organization": passport.organization.name,
        "name": passport.learner.name,
        "framework": passport.framework.name,
        "lead": _("%(signed)d of %(total)d competencies are signed off. Copy of %(day)s.")
        % {"signed": signed, "total": total, "day": day},
        "groups": groups_of(made.record),
        "heads": [_("Competency"), _("Level"), _("Signed off by"), _("On"), _("Until")],
        "open": _("not signed off"),
        "check": _("Anybody can check this copy, and see whether the passport has changed since:"),
        "address": address,
        "picture": code_svg(address),
        "code_label": _("Code"),
        "code": str(made.code),
        "digest_label": _("SHA-256 of what is signed off, salted"),
        "digest": made.digest,
        "page_words": _("Page"),
    }
