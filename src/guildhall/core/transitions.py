"""Life cycles as tables: which state may follow which."""

from collections.abc import Mapping

from guildhall.core.errors import WrongState


def require_transition(
    table: Mapping[str, frozenset[str]], current: str, target: str, message: str
) -> None:
    """Refuse a step that the table does not hold.

    `message` is shown as it is, so it says what the state is and what can be done instead.
    """
    if target not in table.get(current, frozenset()):
        raise WrongState(message)
