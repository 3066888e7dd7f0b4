"""What every test may ask for."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from guildhall.accounts.demo_mark import is_demo
from guildhall.core import clock
from tests.world import NOW, World, build_world

# Speed is measured by benchmarks; a busy machine fails no property.
hypothesis_settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("house")

# The folder of gathered files must be there, even where nothing was gathered.
Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture
def world(db) -> World:
    """The fixed cast, in the database."""
    return build_world()


@pytest.fixture
def held_clock():
    """Time stands at the world's moment."""
    with clock.moved_to(NOW) as at:
        yield at


@pytest.fixture
def sign_in(world):
    """`sign_in("maren")` gives a client that is signed in as somebody of the cast."""

    def as_somebody(name: str) -> Client:
        client = Client()
        client.force_login(
            getattr(world, name).account,
            backend="django.contrib.auth.backends.ModelBackend",
        )
        return client

    return as_somebody


@pytest.fixture(autouse=True)
def forget_demo_mark():
    """The mark is asked once a process; tests share the process."""
    is_demo.cache_clear()
    yield
    is_demo.cache_clear()
