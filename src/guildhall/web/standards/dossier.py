"""The dossier as a PDF: what was measured, by which rules of which sources, and nobody's name."""

import hashlib
import json
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.dates import full_day
from guildhall.core.pdf import render
from guildhall.engine.standards import Outcome
from guildhall.standards.facts import FACTS
from guildhall.standards.packs import Cited, Pack, Rule
from guildhall.standards.queries.dossier import SMALLEST, Dossier, Evidence, dossier_of
from guildhall.standards.queries.standing import PackStanding, standing_of
from guildhall.standards.states import Subject
from guildhall.web.shared.request import For, HallRequest, page
from guildhall.web.standards.loading import load
from guildhall.web.standards.words import number_words, outcome_words, subjects_words, verdict_words

TEMPLATE = Path(__file__).parent / "dossier.typ"


@page(For.STAFF)
def standards_dossier(request: HallRequest, pk: int) -> HttpResponse:
    """The PDF of today, made anew each time; the same facts give the same bytes."""
    program = load(request, pk)
    found = standing_of(program, at=clock.now())
    data = dossier_data(dossier_of(found))
    body = render(TEMPLATE.read_text(encoding="utf-8"), data)
    response = HttpResponse(body, content_type="application/pdf")
    name = f"standards-{program.pk}-{found.today.isoformat()}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def dossier_data(dossier: Dossier) -> dict[str, Any]:
    """Everything that the paper says, with the digest over all of it."""
    found = dossier.found
    data = {
        "lang": (get_language() or "en").partition("-")[0],
        "title": _("Evidence dossier"),
        "program": found.program.name,
        "organization": found.program.organization.name,
        "day": full_day(found.today),
        "about": [
            _("Measured by machine on %(day)s from the program’s own records.")
            % {"day": full_day(found.today)},
            _("People are letters, which mean nothing beyond this paper.")
            + " "
            + _("Numbers below %(n)d, and rows that would stand out, are not shown.")
            % {"n": SMALLEST},
        ],
        "packs": [_pack(dossier, packed) for packed in found.packs],
        "recorded_title": _("What people recorded"),
        "recorded": [
            [str(FACTS[Subject.PROGRAM, one.fact].label), _days(one.on, one.until, one.holds)]
            for one in dossier.recorded
        ],
        "digest_label": _("SHA-256 of what this paper says"),
        "page_words": _("Page"),
    }
    plain = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {**data, "digest": hashlib.sha256(plain.encode()).hexdigest()}


def _pack(dossier: Dossier, packed: PackStanding) -> dict[str, Any]:
    pack = packed.pack
    counts = [f"{packed.count(one)} {outcome_words(one).lower()}" for one in Outcome]
    return {
        "title": pack.title,
        "about": _(
            "%(issuer)s, %(where)s. Version %(version)s, read on %(day)s. SHA-256 %(digest)s…"
        )
        % {
            "issuer": pack.issuer,
            "where": pack.jurisdiction,
            "version": pack.version,
            "digest": pack.digest[:16],
            "day": full_day(pack.read_on),
        },
        "caution": "" if pack.is_primary else _("The issuer’s own text was not read."),
        "counts": ", ".join(counts),
        "rules": [
            _rule(dossier, pack, one.rule, dossier.evidence[pack.id, one.rule.id])
            for one in packed.rules
        ],
        "sources_title": _("Sources"),
        "sources": [[one.key, one.title, one.address] for one in pack.sources],
    }


def _rule(dossier: Dossier, pack: Pack, rule: Rule, evidence: Evidence) -> dict[str, Any]:
    return {
        "id": rule.id,
        "text": rule.text,
        "outcome": outcome_words(evidence.one.outcome),
        "kind": str(evidence.one.outcome),
        "severity": str(rule.severity.label),
        "source": f"{rule.source.key}, {rule.mark.label}",
        "unverified": rule.unverified,
        "numbers": [_number(one) for one in rule.numbers],
        "counted": _counted(dossier, evidence),
        "rows": [
            [letter, outcome_words(verdict.outcome), "; ".join(verdict_words(verdict, rule))]
            for letter, verdict in evidence.rows
        ],
    }


def _number(one: Cited) -> str:
    """“at least 8 (S1, found in the source)”."""
    name, value = number_words(one)
    return f"{name} {value} ({one.source.key}, {str(one.mark.label).lower()})"


def _counted(dossier: Dossier, evidence: Evidence) -> str:
    """“16 pairs: 11 met, 5 not met”, as far as it may be told."""
    if evidence.one.rule.subject == Subject.PROGRAM:
        return ""
    noun = subjects_words(dossier.found.program, evidence.one.rule.subject)
    if evidence.total is None:
        return _("fewer than %(n)d %(noun)s") % {"n": SMALLEST, "noun": noun}
    if evidence.counts is None:
        words = _("%(n)d %(noun)s; how many of each is not shown")
        return words % {"n": evidence.total, "noun": noun}
    each = [f"{n} {outcome_words(one).lower()}" for one, n in evidence.counts.items() if n]
    return f"{evidence.total} {noun}: {', '.join(each)}"


def _days(on: Any, until: Any, holds: bool) -> str:
    if not holds:
        return _("%(on)s: it is not so") % {"on": full_day(on)}
    if until is None:
        return full_day(on)
    return _("%(on)s, holds until %(until)s") % {"on": full_day(on), "until": full_day(until)}
