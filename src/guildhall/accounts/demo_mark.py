"""Whether this is a demo database, and writing that down before anything else is in it."""

from datetime import datetime
from functools import lru_cache

from guildhall.accounts.models import Account, DemoMark
from guildhall.core.errors import WrongState


@lru_cache(maxsize=1)
def is_demo() -> bool:
    """Whether the database carries the mark; asked once a process, since it never changes."""
    return DemoMark.objects.exists()


def mark_as_demo(*, at: datetime) -> DemoMark:
    """Mark an empty database as a demo. Refuses one that somebody already uses."""
    if Account.objects.exists():
        raise WrongState(
            "This database already holds accounts, so it cannot become a demo."
            " Name an empty one in GUILDHALL_DATABASE_URL."
        )
    is_demo.cache_clear()
    return DemoMark.objects.create(marked_at=at)


def set_doors(doors: list[dict[str, str | int]]) -> None:
    """Say which accounts one click signs in as."""
    DemoMark.objects.update(doors=doors)
