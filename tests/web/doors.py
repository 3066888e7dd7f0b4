"""How every URL answers every kind of person. Areas fill `doors_<area>.py` with DOORS.

A Door says which objects the path needs (a function of the prepared scene) and the status for
each persona on GET; for URLs that only take POST the status of an empty POST.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

PERSONAS = ("nobody", "noor", "gwen", "vera", "milo", "maren", "ada", "olga")


@dataclass(frozen=True)
class Door:
    """`status` by persona; `nobody` defaults to the redirect to sign-in.

    `arguments` gets the scene (whatever `scene(world)` of the area module returns) and gives the
    URL's keyword arguments.
    """

    status: dict[str, int]
    arguments: Callable[[Any], dict[str, Any]] = field(default=lambda scene: {})
    method: str = "get"
    nobody: int = 302

    def expected(self, persona: str) -> int:
        """The status for a persona; every persona but nobody must be decided in the table."""
        return self.nobody if persona == "nobody" else self.status[persona]


def everyone(status: int) -> dict[str, int]:
    """The same answer for all who are signed in."""
    return {persona: status for persona in PERSONAS if persona != "nobody"}


def staff_only(*, staff: int = 200, viewer: int = 200, others: int = 404, outsider: int = 404):
    """The usual shape of a staff page of Alder Bay."""
    return {
        "noor": others,
        "gwen": others,
        "milo": others,
        "vera": viewer,
        "maren": staff,
        "ada": staff,
        "olga": outsider,
    }
