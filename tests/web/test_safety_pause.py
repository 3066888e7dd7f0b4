"""What coordinators read of a pair whose contact rests is what they read of any other pause."""

import re
from datetime import timedelta

import pytest
from django.db import transaction

from guildhall.audit.models import Event
from guildhall.meetings.actions.proposing import accept_time, propose_times
from guildhall.meetings.models import Meeting
from guildhall.notify.models import Message
from guildhall.relationships.actions.course import pause_relationship
from guildhall.safety.actions.reporting import Report, report_worry
from tests.safety.conftest import officer, pair
from tests.world import NOW

__all__ = ["pair"]

STAFF = ("maren", "ada", "vera")
# What differs from one moment to the next, and never tells anything.
PASSING = (
    re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"'),
    re.compile(r'"X-CSRFToken": "[^"]*"'),
    re.compile(r"/outbox/\d+/"),
    re.compile(r'nonce="[^"]*"'),
)


@pytest.fixture
def booked(world, pair, held_clock):
    """A meeting ahead, so that calling it off is part of what is seen; and an officer."""
    officer(world.alder, "Sara Nyberg")
    proposal = propose_times(
        relationship=pair.relationship,
        times=[NOW + timedelta(days=3)],
        minutes=45,
        by=world.actor("gwen"),
        at=NOW,
    )
    accept_time(time=proposal.times.get(), by=world.actor("noor"), at=NOW)
    return pair


def rest(world, row):
    report_worry(report=Report(kind="unsafe"), relationship=row, by=world.actor("noor"), at=NOW)


def pause(world, row):
    pause_relationship(relationship=row, by=world.actor("noor"), at=NOW)


def read_by(client, path) -> tuple[int, str]:
    answer = client.get(path)
    text = answer.content.decode()
    for pattern in PASSING:
        text = pattern.sub("", text)
    return answer.status_code, text


def seen_after(act, world, row, sign_in) -> dict[tuple[str, str], object]:
    """Every page on which staff sees the pair, every refusal, mail and event; then undone."""
    found: dict[tuple[str, str], object] = {}
    with transaction.atomic():
        act(world, row)
        pages = [
            "/",
            "/relationships/",
            "/relationships/?state=paused",
            f"/relationships/?program={row.program_id}",
            f"/relationships/{row.pk}/",
            f"/relationships/{row.pk}/closure/",
            f"/relationships/{row.pk}/messages/",
            f"/relationships/{row.pk}/times/",
            f"/programs/{row.program_id}/",
            f"/cohorts/{row.cohort_id}/",
            "/search/?q=noor",
            "/people/",
            "/people/export.csv",
            f"/people/{world.noor.pk}/",
            f"/people/{world.gwen.pk}/",
            "/inbox/",
            "/outbox/",
            "/ripple/",
        ]
        for name in STAFF:
            client = sign_in(name)
            for path in pages:
                found[name, path] = read_by(client, path)
            for noun in ("resumption", "pause"):
                with transaction.atomic():
                    answer = client.post(f"/relationships/{row.pk}/{noun}/")
                    text = answer.content.decode()
                    for pattern in PASSING:
                        text = pattern.sub("", text)
                    found[name, noun] = (answer.status_code, text)
                    transaction.set_rollback(True)
        organization_id = row.organization_id
        mails = Message.objects.filter(organization=organization_id).order_by("kind", "person")
        events = Event.objects.filter(organization_id=organization_id).order_by("pk")
        found["all", "mails"] = list(mails.values_list("kind", "person", "subject", "body"))
        found["all", "events"] = list(events.values_list("kind", "person_id", "ids"))
        found["all", "meetings"] = list(Meeting.objects.values_list("state", "starts_at"))
        transaction.set_rollback(True)
    return found


def test_a_rest_reads_like_a_pause_wherever_staff_looks(world, booked, sign_in):
    row = booked.relationship
    after_pause = seen_after(pause, world, row, sign_in)
    after_rest = seen_after(rest, world, row, sign_in)
    differing = [key for key in after_pause if after_pause[key] != after_rest[key]]
    assert differing == []
    assert after_pause.keys() == after_rest.keys()
    # The comparison means something: the pages are there, and the state stands on them.
    status, text = after_rest["maren", f"/relationships/{row.pk}/"]
    assert (status, "Paused" in text) == (200, True)
    status, text = after_rest["maren", "resumption"]
    assert status == 409
    assert "Only those who let this pair rest take it up again." in text
    assert after_rest["maren", f"/relationships/{row.pk}/closure/"][0] == 200


def test_a_coordinators_own_pause_can_have_become_the_pairs(world, booked, sign_in):
    """A rest after it reads like one of the two making the pause their own."""
    row = booked.relationship
    pause_relationship(relationship=row, by=world.actor("maren"), at=NOW)
    taken_on = seen_after(pause, world, row, sign_in)
    rested = seen_after(rest, world, row, sign_in)
    assert [key for key in taken_on if taken_on[key] != rested[key]] == []


def test_the_pair_make_a_coordinators_pause_their_own(world, booked, sign_in):
    row = booked.relationship
    pause_relationship(relationship=row, by=world.actor("maren"), at=NOW)
    path = f"/relationships/{row.pk}/"
    noor = sign_in("noor")
    assert "Rest until one of us goes on" in noor.get(path).content.decode()
    assert noor.post(f"{path}pause/").status_code == 303
    assert "Rest until one of us goes on" not in noor.get(path).content.decode()
    assert sign_in("maren").post(f"{path}resumption/").status_code == 409
    assert noor.post(f"{path}resumption/").status_code == 303
