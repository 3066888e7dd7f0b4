"""Limits on signing in hold over all processes, and pages that people read pay nothing for it."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import caches as opened
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guildhall.accounts.actions import forget_expired_counts
from guildhall.accounts.models import CacheEntry
from guildhall.config.caches import caches
from guildhall.core import clock
from guildhall.jobs.schedule import SCHEDULE

PASSWORD = "a sentence that opens the door"
SOURCE = Path(__file__).resolve().parents[2] / "src" / "guildhall"
GUESSING = """
import sys, django
django.setup()
from django.conf import settings
settings.ALLOWED_HOSTS.append("testserver")
from django.test import Client
for number in range(5):
    answer = Client().post("/account/login/", {"login": sys.argv[1], "password": f"wrong {number}"})
    assert answer.status_code == 200, answer.status_code
"""


def sign_in_as(email: str) -> Client:
    client = Client()
    client.post("/account/login/", {"login": email, "password": PASSWORD})
    return client


def address_of_database() -> str:
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    user = f"{values['USER']}:{values['PASSWORD']}" if values["PASSWORD"] else values["USER"]
    return f"postgres://{user}@{values['HOST']}:{values['PORT'] or 5432}/{values['NAME']}"


@pytest.mark.django_db(transaction=True)
def test_what_another_process_counted_counts_here(world):
    account = world.gwen.account
    account.set_password(PASSWORD)
    account.save()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "guildhall.config.settings",
        "GUILDHALL_DATABASE_URL": address_of_database(),
        "GUILDHALL_DEBUG": "yes",  # no gathered files are needed for a page then
        "PYTHONPATH": str(SOURCE.parent),
    }
    subprocess.run(
        [sys.executable, "-c", GUESSING, account.email], env=environment, check=True, timeout=120
    )
    assert "_auth_user_id" not in sign_in_as(account.email).session
    CacheEntry.objects.all().delete()
    assert sign_in_as(account.email).session["_auth_user_id"] == str(account.pk)


def test_two_connections_see_the_same_and_local_ones_do_not(db):
    first, second = (opened.create_connection("default") for _ in range(2))
    assert first.add("once", 1, timeout=60)
    assert not second.add("once", 1, timeout=60)
    opened["local"].set("here", 1)
    assert opened["default"].get("here") is None


def test_what_counts_no_more_goes(db):
    shared = opened["default"]
    shared.set("old", 1, timeout=60)
    shared.set("new", 1, timeout=7200)
    assert forget_expired_counts(at=clock.now() + timedelta(hours=1)) == 1
    assert list(CacheEntry.objects.values_list("cache_key", flat=True)) == [":1:new"]
    assert "accounts.forget_counts" in {entry.kind for entry in SCHEDULE}


@pytest.mark.parametrize("path", ["/", "/people/", "/settings/", "/inbox/"])
def test_pages_that_people_read_never_ask_it(sign_in, path):
    client = sign_in("maren")
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    assert [row["sql"] for row in seen if "guildhall_cache" in row["sql"]] == []


def test_only_what_counts_uses_the_shared_one():
    """`from django.core.cache import cache` is the shared one: each read of it is a query."""
    users = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if "from django.core.cache import cache\n" in path.read_text(encoding="utf-8")
    ]
    assert users == []


def test_the_address_of_a_redis_is_used_and_any_other_is_refused():
    found = caches("redis://127.0.0.1:6379/3")["default"]
    assert (found["BACKEND"].rpartition(".")[2], found["LOCATION"]) == (
        "RedisCache",
        "redis://127.0.0.1:6379/3",
    )
    with pytest.raises(ImproperlyConfigured, match="must begin with redis://"):
        caches("memcached://here")


def test_the_secret_of_an_authenticator_app_lies_sealed(world):
    secret = generate_totp_secret()
    TOTP.activate(world.gwen.account, secret)
    row = Authenticator.objects.get(user=world.gwen.account)
    assert secret not in str(row.data)
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert row.wrap().validate_code(code)
    # A code that was seen over a shoulder opens nothing a second time, in no process.
    assert not Authenticator.objects.get(pk=row.pk).wrap().validate_code(code)
