"""A new address for somebody who signs in, on the pages and in the mails."""

import html
import re

from allauth.account.models import EmailAddress
from django.test import Client

from guildhall.directory.models import AddressRequest
from guildhall.notify.models import Message, Notice
from tests.web.test_people import RECORD

NEW = "noor.lund@private.example"


def words(answer) -> str:
    return html.unescape(answer.content.decode())


def ask(world, sign_in) -> AddressRequest:
    url = f"/people/{world.noor.pk}/record/"
    change = {"family_name": "Lund", "email": NEW}
    answer = sign_in("maren").post(url, RECORD | change)
    assert answer.status_code == 303
    return AddressRequest.objects.get(withdrawn_at=None)


def test_the_new_address_gets_a_link_and_the_old_one_a_notice(
    world, sign_in, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        row = ask(world, sign_in)
    world.noor.refresh_from_db()
    assert (world.noor.family_name, world.noor.email) == ("Lund", "noor@alderbay.example")
    by_address = {mail.to[0]: mail for mail in mailoutbox}
    assert set(by_address) == {NEW, "noor@alderbay.example"}
    token = re.search(r"/address/([^/\s]+)/", by_address[NEW].body).group(1)
    assert token not in by_address["noor@alderbay.example"].body
    assert NEW in by_address["noor@alderbay.example"].body
    assert token not in Message.objects.get(kind="flows.address_asked").body
    assert Notice.objects.get(person=world.noor).path == f"/address-requests/{row.pk}/"

    link = f"/address/{token}/"
    assert Client().get(link).headers["Location"].startswith("/account/login/")
    assert sign_in("gwen").post(link).status_code == 404
    noor = sign_in("noor")
    assert NEW in words(noor.get(link))
    assert noor.post(link).status_code == 303
    world.noor.refresh_from_db()
    assert world.noor.email == NEW
    assert noor.get(link).status_code == 409
    assert "You said yes" in words(noor.get(f"/address-requests/{row.pk}/"))


def test_staff_see_what_waits_and_take_it_back(world, sign_in):
    row = ask(world, sign_in)
    maren = sign_in("maren")
    page = words(maren.get(f"/people/{world.noor.pk}/record/"))
    assert f"{NEW} waits for a yes from Noor" in page
    answer = maren.post(f"/address-requests/{row.pk}/withdrawal/")
    assert answer.headers["Location"] == f"/people/{world.noor.pk}/record/"
    assert NEW not in words(maren.get(f"/people/{world.noor.pk}/record/"))
    assert "opens nothing any more" in words(sign_in("noor").get(f"/address-requests/{row.pk}/"))


def test_its_person_says_no_behind_the_notice(world, sign_in):
    row = ask(world, sign_in)
    noor = sign_in("noor")
    page = words(noor.get(f"/address-requests/{row.pk}/"))
    assert "No, keep the present one" in page
    assert "Yes, use" not in page
    assert noor.post(f"/address-requests/{row.pk}/withdrawal/").headers["Location"] == "/"
    row.refresh_from_db()
    assert row.withdrawn_at is not None


def test_a_mail_that_cannot_leave_changes_nothing(world, sign_in, settings):
    settings.EMAIL_BACKEND = "tests.accounts.backends.Refuses"
    url = f"/people/{world.noor.pk}/record/"
    answer = sign_in("maren").post(url, RECORD | {"family_name": "Lund", "email": NEW})
    assert answer.status_code == 409
    world.noor.refresh_from_db()
    assert world.noor.family_name == "Rahimi"
    assert not AddressRequest.objects.exists()
    assert not Notice.objects.exists()


def test_ones_own_first_address_is_where_mail_goes(world, sign_in):
    EmailAddress.objects.create(user=world.noor.account, email=NEW, verified=True)
    sign_in("noor").post("/account/email/", {"action_primary": "", "email": NEW})
    world.noor.refresh_from_db()
    assert world.noor.email == NEW
