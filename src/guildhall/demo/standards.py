"""The demo's standards: what was recorded, and what three weeks of measuring said."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from guildhall.core import clock
from guildhall.demo.files import data
from guildhall.demo.people import House
from guildhall.permissions.actor import actor_for
from guildhall.programs.models import Program
from guildhall.standards.actions.attesting import AttestationDraft, attest_fact
from guildhall.standards.actions.daily import keep_snapshot


def build_standards(houses: Mapping[str, House], *, today: datetime) -> None:
    """Two programs of nurses: one against the core level, one against gold."""
    entries = data("standards.toml")
    house = houses["alder"]
    maren = house.cast["maren"]
    by = actor_for(account_id=maren.account_id, person_id=maren.pk)
    for entry in entries["program"]:
        rows = Program.objects.select_related("organization")
        program = rows.filter(organization=house.organization, name=entry["name"]).first()
        if program is None:
            continue
        began = max(program.created_at, today - timedelta(days=entries["measured_days"] + 1))
        for said in entry["facts"]:
            on = (today - timedelta(days=said["on"])).date()
            until = (today + timedelta(days=said["until"])).date() if "until" in said else None
            draft = AttestationDraft(
                on=on,
                until=until,
                holds=said.get("holds", True),
                words=said.get("words", ""),
                counts=said.get("counts", {}),
            )
            at = max(began, today - timedelta(days=said["on"]))
            with clock.moved_to(at):
                attest_fact(program=program, fact=said["fact"], draft=draft, by=by, at=at)
        _measure(program, since=began, today=today)


def _measure(program: Program, *, since: datetime, today: datetime) -> None:
    """Once a day, as the schedule does."""
    at = since
    while at < today:
        with clock.moved_to(at):
            keep_snapshot(program, at=at)
        at += timedelta(days=1)
