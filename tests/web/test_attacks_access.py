"""Attacks on access, at every address: other people's rows, read-only staff, forged requests."""

import importlib
import pkgutil

import pytest
from django.test import Client
from django.urls import resolve, reverse

import tests.web

BACKEND = "django.contrib.auth.backends.ModelBackend"
TABLES = [
    importlib.import_module(f"tests.web.{module.name}")
    for module in pkgutil.iter_modules(tests.web.__path__)
    if module.name.startswith("doors_")
]
# Addresses whose rows are the actor's own, or that need none: a stranger has some too.
SECRET_IN_ADDRESS = {"join", "join_membership", "join_application", "invitation"}


def addresses(table, world):
    """Every door of the table: its name, its door, its address."""
    scene = table.scene(world) if hasattr(table, "scene") else world
    for name, door in table.DOORS.items():
        yield name, door, reverse(name, kwargs=door.arguments(scene))


def client_of(person, **options) -> Client:
    client = Client(raise_request_exception=False, **options)
    client.force_login(person.account, backend=BACKEND)
    return client


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.__name__.rsplit(".", 1)[-1])
def test_whoever_may_not_read_may_not_post_either(table, world, held_clock):
    """What answers 404 to a person's GET changes nothing by their POST, and the reverse."""
    wrong = []
    people = {name: client_of(getattr(world, name)) for name in ("olga", "milo", "omar", "vera")}
    for name, door, url in addresses(table, world):
        for who, client in people.items():
            if who not in door.status or door.status[who] not in (403, 404):
                continue
            for method in ("get", "post", "put", "patch", "delete"):
                status = getattr(client, method)(url).status_code
                if status not in (403, 404, 405):
                    wrong.append(f"{method} {name} by {who}: {status}")
    assert wrong == []


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.__name__.rsplit(".", 1)[-1])
def test_nothing_is_posted_without_the_token_of_the_form(table, world, held_clock):
    """Only mail programs post without one, to stop their own kind of mail (RFC 8058)."""
    wrong = []
    client = client_of(world.maren, enforce_csrf_checks=True)
    for name, _door, url in addresses(table, world):
        status = client.post(url, {"List-Unsubscribe": "One-Click"}).status_code
        if status not in (403, 405) and name != "unsubscribe":
            wrong.append(f"{name}: {status}")
    assert wrong == []


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.__name__.rsplit(".", 1)[-1])
def test_an_address_with_a_number_far_too_large_is_a_missing_one(table, world, held_clock):
    """Numbers that no database column holds, and texts that no token looks like."""
    wrong = []
    client = client_of(world.maren)
    for name, _door, url in addresses(table, world):
        kwargs = resolve(url).kwargs
        if not kwargs:
            continue
        huge = {
            key: 10**30 if isinstance(value, int) else "\N{SNOWMAN}x"
            for key, value in kwargs.items()
        }
        try:
            far = reverse(name, kwargs=huge)
        except Exception:  # the pattern does not take it: there is no such address
            continue
        for method in ("get", "post"):
            status = getattr(client, method)(far).status_code
            if status >= 500:
                wrong.append(f"{method} {far}: {status}")
    assert wrong == []
