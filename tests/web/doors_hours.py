"""Doors of office hours. The scene: Gwen offers two times, and Tomas booked the first."""

from datetime import date, time

from guildhall.mentoring.actions.booking import book_slot
from guildhall.mentoring.actions.hours import HoursDraft, offer_hours
from tests.web.doors import Door, everyone
from tests.world import NOW, World


def scene(world: World) -> dict[str, int]:
    """One booked time, one free."""
    draft = HoursDraft(on=date(2026, 11, 18), at=time(16), topics="Grants", places=2)
    hours = offer_hours(
        guide=world.gwen, organization=world.alder, draft=draft, by=world.actor("gwen"), at=NOW
    )
    first, second = hours.slots.all()
    booking = book_slot(slot=first, about="My first grant", by=world.actor("tomas"), at=NOW)
    return {"hours": hours.pk, "free": second.pk, "booking": booking.pk}


def _of(name: str):
    return lambda scene: {"pk": scene[name]}


OWN = everyone(404) | {"gwen": 200}

DOORS = {
    "hours": Door(everyone(200)),
    "hours_new": Door(everyone(200)),
    "hours_kept": Door(OWN, _of("hours")),
    "hours_end": Door(OWN | {"gwen": 303}, _of("hours"), method="post"),
    "slot_booking": Door(everyone(200) | {"gwen": 403, "olga": 404}, _of("free")),
    "slot_withdrawal": Door(everyone(403) | {"gwen": 303, "olga": 404}, _of("free"), method="post"),
    "booking": Door(OWN, _of("booking")),
    "booking_cancellation": Door(OWN | {"gwen": 303}, _of("booking"), method="post"),
}
