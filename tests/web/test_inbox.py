"""The inbox and what comes by mail."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guildhall.notify.models import Notice, Preference
from tests.notify.factories import send_one
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("held_clock")


def test_unread_first_and_the_badge_counts_them(world, sign_in):
    for key in ("a", "b", "c"):
        send_one(world.noor, key, path="/inbox/")
    Notice.objects.filter(key="c").update(read_at=NOW)
    page = sign_in("noor").get("/inbox/")
    assert [notice.key for notice in page.context["page"]] == ["b", "a", "c"]
    assert (page.context["unread"], page.context["shell"].inbox_count) == (2, 2)
    assert "2 notices are new." in page.text


def test_empty_inbox_teaches_what_will_come(sign_in):
    assert "Nothing has reached you yet" in sign_in("noor").get("/inbox/").text


def test_opening_reads_and_leads_on(world, sign_in):
    send_one(world.noor, path="/settings/")
    notice = Notice.objects.get()
    answer = sign_in("noor").get(f"/inbox/{notice.pk}/")
    notice.refresh_from_db()
    assert (answer.status_code, answer["Location"], notice.read_at) == (303, "/settings/", NOW)


def test_notice_without_a_page_is_shown(world, sign_in):
    send_one(world.noor)
    notice = Notice.objects.get()
    answer = sign_in("noor").get(f"/inbox/{notice.pk}/")
    assert answer.status_code == 200
    assert "<li>Both speak Spanish</li>" in answer.text


def test_mark_all_read_touches_only_ones_own(world, sign_in):
    send_one(world.noor, "a")
    send_one(world.gwen, "b")
    answer = sign_in("noor").post("/inbox/reading/")
    assert answer.status_code == 303
    assert dict(Notice.objects.values_list("key", "read_at")) == {"a": NOW, "b": None}


def test_notices_of_others_are_not_there(world, sign_in):
    send_one(world.noor)
    notice = Notice.objects.get()
    for name in ("gwen", "maren", "ada", "olga"):
        assert sign_in(name).get(f"/inbox/{notice.pk}/").status_code == 404
    assert sign_in("noor").get(f"/inbox/{notice.pk + 1}/").status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None
    assert Client().get("/inbox/").status_code == 302


def test_list_costs_the_same_for_one_and_three(world, sign_in, django_assert_num_queries):
    client = sign_in("noor")
    send_one(world.noor, "a")
    client.get("/inbox/")
    with CaptureQueriesContext(connection) as one:
        client.get("/inbox/")
    send_one(world.noor, "b")
    send_one(world.noor, "c")
    with django_assert_num_queries(len(one)):
        client.get("/inbox/")


def test_choices_are_saved(world, sign_in):
    client = sign_in("noor")
    page = client.get("/settings/notifications/")
    assert "Because it needs an answer or a step from you" in page.text
    switched_on = [
        choice.kind.key
        for _heading, choices in page.context["groups"]
        for choice in choices
        if choice.kind.key != "tests.paired"
    ]
    answer = client.post("/settings/notifications/", dict.fromkeys(switched_on, "on"))
    assert (answer.status_code, answer["Location"]) == (303, "/settings/notifications/")
    assert list(Preference.objects.values_list("person_id", "kind", "by_mail")) == [
        (world.noor.pk, "tests.paired", False)
    ]
