"""Keeping what each day's measuring said, and telling whoever coordinates what newly broke."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import build, record_many
from guildhall.directory.models import Person
from guildhall.engine.standards import Outcome
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.outgoing import Outgoing
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.models import Program
from guildhall.programs.states import ProgramRole
from guildhall.relationships.queries.coordinating import house_coordinators
from guildhall.standards.actions.events import RULE_BROKEN
from guildhall.standards.messages import RULE_BROKEN as TOLD_BROKEN
from guildhall.standards.models import RuleSnapshot
from guildhall.standards.queries.standing import ProgramStanding, RuleStanding, standing_of

SHOWN = 3


def keep_snapshots(*, at: datetime) -> int:
    """Measure every running program that has standards, once a day on its house's clock; returns
    how many were measured. Safe to repeat: a day is kept once, what breaks is told once."""
    programs = Program.objects.filter(archived_at__isnull=True).select_related("organization")
    return sum(
        keep_snapshot(program, at=at) for program in programs if program.plan.get("standards")
    )


def keep_snapshot(program: Program, *, at: datetime) -> bool:
    """What one program comes to today; False where that is kept already, or there is no rule."""
    found = standing_of(program, at=at)
    kept = RuleSnapshot.objects.filter(program=program)
    if not found.rules or kept.filter(on=found.today).exists():
        return False
    before = _last_outcomes(program)
    with transaction.atomic():
        rows = [_row(program, one, found, at=at) for one in found.rules]
        RuleSnapshot.objects.bulk_create(rows)
        broken = [
            one
            for one in found.rules
            if one.outcome == Outcome.NOT_MET
            and before.get((one.pack.id, one.rule.id), Outcome.NOT_MET) != Outcome.NOT_MET
        ]
        if broken:
            _tell(program, broken, found, at=at)
    return True


def _last_outcomes(program: Program) -> dict[tuple[str, str], str]:
    """What each rule came to when it was measured last."""
    last = RuleSnapshot.objects.filter(program=program).order_by("-on").first()
    if last is None:
        return {}
    rows = RuleSnapshot.objects.filter(program=program, on=last.on).order_by()
    return {(pack, rule): said for pack, rule, said in rows.values_list("pack", "rule", "outcome")}


def _row(
    program: Program, one: RuleStanding, found: ProgramStanding, *, at: datetime
) -> RuleSnapshot:
    return RuleSnapshot(
        program=program,
        pack=one.pack.id,
        version=one.pack.version,
        rule=one.rule.id,
        on=found.today,
        outcome=one.outcome,
        met=len(one.of(Outcome.MET)),
        not_met=len(one.of(Outcome.NOT_MET)),
        not_measurable=len(one.of(Outcome.NOT_MEASURABLE)),
        first_breach=one.first_breach,
        measured_at=at,
    )


def _tell(
    program: Program, broken: list[RuleStanding], found: ProgramStanding, *, at: datetime
) -> None:
    """One message a program and day to each who coordinates it."""
    house = program.organization_id
    record_many(
        [
            build(
                RULE_BROKEN,
                by=SYSTEM,
                subject=program,
                at=at,
                organization_id=house,
                pack=one.pack.id,
                rule=one.rule.id,
            )
            for one in broken
        ]
    )
    words = " ".join(one.rule.text for one in broken[:SHOWN])
    if len(broken) > SHOWN:
        words += " " + _("And %(n)d more.") % {"n": len(broken) - SHOWN}
    messages = [
        Outgoing(
            kind=TOLD_BROKEN.key,
            to=person,
            values={"program": program.name, "rules": words},
            key=f"{TOLD_BROKEN.key}:{program.pk}:{found.today.isoformat()}:{person.pk}",
            organization=program.organization,
            about=f"program:{program.pk}",
            path=f"/programs/{program.pk}/standards/",
        )
        for person in _coordinators(program)
    ]
    send_many(messages, at=at)


def _coordinators(program: Program) -> list[Person]:
    """Those of the program, and where it has none of its own those of its house."""
    own = Person.objects.filter(
        program_grants__program=program,
        program_grants__role=ProgramRole.COORDINATOR,
        program_grants__ended_at__isnull=True,
    )
    return list(own.distinct().order_by("pk")) or house_coordinators(program.organization_id)
