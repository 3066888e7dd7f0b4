"""Doors of the board and of readiness. The scene: Noor's passport in her pair with Gwen."""

from tests.web.doors import Door, everyone
from tests.web.doors_passports import scene

__all__ = ["scene"]

DOORS = {
    # whoever runs or reads a program; at a partner it is the partner's own people
    "board": Door(everyone(404) | {"vera": 200, "maren": 200, "ada": 200, "olga": 200}),
    # a manager's own team
    "readiness": Door(everyone(404) | {"milo": 200}),
}
