"""Importing shifts: preview, refused rows with their reason, twice changes nothing."""

from datetime import UTC, datetime

from guildhall.directory.models import Unit
from guildhall.flows.models import ImportRow
from guildhall.people.models import Shift
from tests.flows.importing import save, stage, upload

ROSTER = """Staff,Date,Start,End,Ward
gwen@alderbay.example,2026-11-16,07:00,19:30,Ward 4
gwen@alderbay.example,17 Nov 2026,7:30 pm,7:30 am,ward 4
noor@alderbay.example,2026-11-16,0700,1500,
"""


def _staged(world, text):
    row = upload(world.alder, text, by=world.actor("maren"), kind="shifts", name="roster.csv")
    return stage(row, by=world.actor("maren"))


def test_shifts_come_in_and_a_second_run_changes_nothing(world):
    ward = Unit.objects.create(organization=world.alder, name="Ward 4")
    first = save(_staged(world, ROSTER), by=world.actor("maren"))
    assert first.state == "applied"
    assert [
        (row.person.given_name, row.starts_at, row.ends_at, row.unit_id, row.source)
        for row in Shift.objects.order_by("person__given_name", "starts_at")
    ] == [
        ("Gwen", _at(16, 7), _at(16, 19, 30), ward.pk, "imported"),
        ("Gwen", _at(17, 19, 30), _at(18, 7, 30), ward.pk, "imported"),
        ("Noor", _at(16, 7), _at(16, 15), None, "imported"),
    ]
    again = _staged(world, ROSTER)
    assert again.counts["unchanged"] == 3
    assert again.counts["new"] == again.counts["changed"] == again.counts["refused"] == 0


def test_another_end_changes_the_shift(world):
    save(
        _staged(world, ROSTER.replace(",Ward 4", ",").replace(",ward 4", ",")),
        by=world.actor("maren"),
    )
    later = "Staff,Date,Start,End\nnoor@alderbay.example,2026-11-16,07:00,16:00\n"
    row = _staged(world, later)
    assert row.counts["changed"] == 1
    save(row, by=world.actor("maren"))
    assert Shift.objects.get(person=world.noor).ends_at == _at(16, 16)


def test_what_does_not_fit_is_refused_by_name(world):
    text = """Staff,Date,Start,End,Ward
nobody@alderbay.example,2026-11-16,07:00,15:00,
olga@calder.example,2026-11-16,07:00,15:00,
noor@alderbay.example,03/04/2026,07:00,15:00,
noor@alderbay.example,2026-11-16,25:00,15:00,
noor@alderbay.example,2026-11-16,07:00,15:00,Nowhere
noor@alderbay.example,2026-11-16,07:00,,
gwen@alderbay.example,2026-11-16,07:00,15:00,
gwen@alderbay.example,2026-11-16,14:00,22:00,
"""
    row = _staged(world, text)
    refused = ImportRow.objects.filter(import_of=row, outcome="refused")
    assert [one.problems[0]["code"] for one in refused] == [
        "unknown_person",
        "unknown_person",
        "ambiguous_date",
        "not_a_time",
        "unknown_place",
        "empty",
        "double",
    ]
    assert row.counts["new"] == 1


def test_shifts_of_another_house_are_not_told_of(world):
    """Noor works at Calder, too; Alder Bay's file neither sees nor changes that shift."""
    Shift.objects.create(
        person=world.noor,
        organization=world.calder,
        starts_at=_at(16, 8),
        ends_at=_at(16, 12),
        source="typed",
    )
    row = save(
        _staged(world, ROSTER.replace("Ward 4", "").replace("ward 4", "")), by=world.actor("maren")
    )
    assert row.counts["refused"] == 0
    assert Shift.objects.get(organization=world.calder).ends_at == _at(16, 12)


def _at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)
