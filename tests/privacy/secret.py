"""What a secret is: words, who reads them, and where."""

from collections.abc import Callable
from dataclasses import dataclass

from guildhall.relationships.models import Relationship
from tests.privacy.cast import Cast

PAIR = frozenset({"noor", "gwen"})
Paths = tuple[str, ...]
# A word of each secret, as somebody might search for it.
WORD = "canary"


@dataclass(frozen=True)
class Secret:
    """A kind of confidential words. `write(cast, pair, words)` gives the paths that show them.

    `mailed` are the people to whom a mail carries the words, since they were written for them.
    """

    name: str
    readers: frozenset[str]
    write: Callable[[Cast, Relationship, str], Paths]
    mailed: frozenset[str] = frozenset()

    @property
    def words(self) -> str:
        """Words that stand nowhere else; each of them is what somebody might search for."""
        return f"{self.name.replace('_', '')} {WORD} sings at dawn"


def here(pair: Relationship, *more: str) -> Paths:
    """The page of a pair, and pages under it."""
    page = f"/relationships/{pair.pk}/"
    return (page, *(f"{page}{part}" for part in more))
