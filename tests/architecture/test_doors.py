"""Every URL says who it is for, and every answer to every kind of person is in the table."""

import importlib
import pkgutil
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import tests.web
from tests.web.doors import PERSONAS

# Pages of packages: django-allauth guards its own (signed in, re-authenticated, or open).
FOREIGN = ("account_", "mfa_", "usersessions_")


def _patterns(resolver: Any, prefix: str = "") -> list[tuple[str, URLPattern]]:
    found: list[tuple[str, URLPattern]] = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            found += _patterns(entry, prefix + str(entry.pattern))
        else:
            found.append((prefix + str(entry.pattern), entry))
    return found


def _own() -> list[tuple[str, URLPattern]]:
    return [
        (route, pattern)
        for route, pattern in _patterns(get_resolver())
        if not (pattern.name or "").startswith(FOREIGN)
    ]


def _tables() -> list[Any]:
    names = [m.name for m in pkgutil.iter_modules(tests.web.__path__) if m.name[:6] == "doors_"]
    return [importlib.import_module(f"tests.web.{name}") for name in sorted(names)]


@pytest.mark.parametrize(
    ("route", "pattern"), _own(), ids=lambda v: v if isinstance(v, str) else ""
)
def test_every_view_says_who_it_is_for(route, pattern):
    assert pattern.name, f"{route} has no name"
    assert hasattr(pattern.callback, "decided_for"), f"{route} is not decorated with @page"


def test_every_url_is_in_the_table():
    decided = [name for table in _tables() for name in table.DOORS]
    assert sorted({name for name in decided if decided.count(name) > 1}) == []
    names = {pattern.name for _, pattern in _own()}
    assert sorted(names - set(decided)) == []
    assert sorted(set(decided) - names) == []


@pytest.mark.parametrize("table", _tables(), ids=lambda t: t.__name__.rsplit(".", 1)[-1])
def test_every_url_answers_every_persona_as_decided(table, world, held_clock):
    scene = table.scene(world) if hasattr(table, "scene") else world
    clients = {}
    for persona in PERSONAS:
        clients[persona] = Client(raise_request_exception=False)
        if persona != "nobody":
            clients[persona].force_login(
                getattr(world, persona).account,
                backend="django.contrib.auth.backends.ModelBackend",
            )
    wrong = []
    for name, door in table.DOORS.items():
        url = reverse(name, kwargs=door.arguments(scene))
        for persona, client in clients.items():
            status = getattr(client, door.method)(url).status_code
            if status != door.expected(persona):
                wrong.append(f"{name} for {persona}: {status}, not {door.expected(persona)}")
    assert wrong == []
