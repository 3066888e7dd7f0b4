"""Which caches there are: one that all processes share, and one of each process's own.

The shared one counts tries and remembers used codes, so that a limit holds however many processes
answer. Whatever only saves time belongs into "local", which costs no query.
"""

from importlib.util import find_spec
from typing import Any

from django.core.exceptions import ImproperlyConfigured

REDIS = ("redis://", "rediss://", "unix://")
# A cache that is full forgets what still counts; so it may hold far more than is ever needed.
MOST_ENTRIES = 100_000

Cache = dict[str, Any]


def caches(url: str) -> dict[str, Cache]:
    """The caches of Django's settings. Refuses, in a sentence, an address that cannot be used."""
    own = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    return {
        "default": _redis(url) if url else _table(),
        "local": {**own, "LOCATION": "local"},
        # Where the template tag “cache” keeps its parts.
        "template_fragments": {**own, "LOCATION": "template_fragments"},
    }


def _table() -> Cache:
    """A table of the main database; `accounts.CacheEntry` has it made."""
    return {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "guildhall_cache",
        "OPTIONS": {"MAX_ENTRIES": MOST_ENTRIES},
    }


def _redis(url: str) -> Cache:
    if not url.startswith(REDIS):
        raise ImproperlyConfigured(
            f"GUILDHALL_CACHE_URL is “{url}”; it must begin with redis://, rediss:// or unix://."
            " Leave it out to use the database."
        )
    if find_spec("redis") is None:
        raise ImproperlyConfigured(
            "GUILDHALL_CACHE_URL names a Redis, and the package that speaks to it is missing."
            " Install guildhall[redis], or leave the variable out to use the database."
        )
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": url,
        "KEY_PREFIX": "guildhall",
    }
