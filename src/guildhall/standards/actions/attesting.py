"""Recording what only people know."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput
from guildhall.files.actions import store_file
from guildhall.files.enclosed import Enclosure, require_fit
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.models import Program
from guildhall.standards.access import KEEP_STANDARDS
from guildhall.standards.actions.events import FACT_ATTESTED
from guildhall.standards.facts import Fact, attested
from guildhall.standards.models import Attestation
from guildhall.standards.queries.days import day_of

COUNTS = ("mandatory_green", "mandatory_amber", "other_green", "other_amber", "other_red")
MANDATORY = 10
LONGEST = 300
MOST = 1000


@dataclass(frozen=True)
class AttestationDraft:
    """What is so, since which day, until when it holds or is looked at again."""

    on: date
    until: date | None = None
    holds: bool = True
    words: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    file: Enclosure | None = None


def attest_fact(
    *, program: Program, fact: str, draft: AttestationDraft, by: Actor, at: datetime
) -> Attestation:
    """Record a fact of the program; nobody is told, and what was recorded before stays readable.

    Refuses a fact that rooms measure, a day that is still to come, an end before the day, and
    counts that cannot be.
    """
    require(KEEP_STANDARDS, by, program)
    known = attested(fact)
    if known is None:
        raise InvalidInput(_("This is not something that people record."))
    _require_fits(known, draft, today=day_of(program, at))
    if draft.file is not None:
        require_fit([draft.file])
    with transaction.atomic():
        stored = None
        if draft.file is not None:
            stored = store_file(
                draft.file.content,
                name=draft.file.name,
                content_type=draft.file.content_type,
                organization_id=program.organization_id,
                person_id=by.person_id,
                at=at,
            )
        row = Attestation.objects.create(
            program=program,
            fact=fact,
            on=draft.on,
            until=draft.until,
            holds=draft.holds,
            counts=dict(draft.counts),
            words=draft.words.strip(),
            file=stored,
            recorded_by_id=by.person_id,
            recorded_at=at,
        )
        house = program.organization_id
        record(FACT_ATTESTED, by=by, subject=row, at=at, organization_id=house, program=program.pk)
    return row


def _require_fits(fact: Fact, draft: AttestationDraft, *, today: date) -> None:
    problems: dict[str, str] = {}
    if draft.on > today:
        problems["on"] = _("Choose the day on which it was so.")
    if draft.until is not None and draft.until < draft.on:
        problems["until"] = _("It cannot end before it begins.")
    if len(draft.words.strip()) > LONGEST:
        problems["words"] = _("Keep it to %(most)d characters.") % {"most": LONGEST}
    if fact.asks_counts:
        problems |= _count_problems(draft.counts)
    elif draft.counts:
        problems["on"] = _("Nothing is counted here.")
    if problems:
        raise InvalidInput(_("This is not saved yet."), problems)


def _count_problems(counts: Mapping[str, int]) -> dict[str, str]:
    problems = {
        name: _("Say how many, from 0 to %(most)d.") % {"most": MOST}
        for name in COUNTS
        if not 0 <= counts.get(name, -1) <= MOST
    }
    mandatory = counts.get("mandatory_green", 0) + counts.get("mandatory_amber", 0)
    if not problems and mandatory > MANDATORY:
        words = _("There are %(most)d mandatory criteria in all.") % {"most": MANDATORY}
        problems["mandatory_green"] = words
    return problems
