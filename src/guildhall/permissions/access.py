"""Access declarations and the two questions that they answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from guildhall.core.errors import NotAllowed, NotVisible
from guildhall.permissions.actor import Actor

M = TypeVar("M", bound=Model)
NOTHING = Q(pk__in=())
DECLARED: dict[str, Access[Any]] = {}


@dataclass(frozen=True)
class Access(Generic[M]):
    """`name` is noun.verb; `reach` gives the rows that an actor may do it to.

    `read` names the access that makes the row visible at all: who lacks it gets the answer of a
    missing id, who has it gets a refusal in words.
    """

    name: str
    sentence: str
    model: type[M]
    reach: Callable[[Actor], Q]
    read: Access[M] | None = None


def declare(access: Access[M]) -> Access[M]:
    """Make an access known, for the reference page and the tests that walk them all."""
    if access.name in DECLARED:
        raise ValueError(f"The access {access.name} is declared twice.")
    DECLARED[access.name] = access
    return access


def visible_to(access: Access[M], actor: Actor, rows: QuerySet[M] | None = None) -> QuerySet[M]:
    """Of these rows (all by default), those that the actor may do it to."""
    queryset = access.model._default_manager.all() if rows is None else rows
    return queryset if actor.is_system else queryset.filter(access.reach(actor))


def may(access: Access[M], actor: Actor, row: M) -> bool:
    """Whether the actor may do it to this row."""
    if actor.is_system:
        return True
    return visible_to(access, actor, access.model._default_manager.filter(pk=row.pk)).exists()


def require(access: Access[M], actor: Actor, row: M) -> None:
    """Refuse unless the actor may: NotVisible for outsiders, NotAllowed for those who see it."""
    if may(access, actor, row):
        return
    if access.read is not None and may(access.read, actor, row):
        raise NotAllowed(_("Your role does not include this. Ask a coordinator."))
    raise NotVisible


def get_visible_or_404(
    access: Access[M], actor: Actor, pk: int, rows: QuerySet[M] | None = None
) -> M:
    """The row, or the same NotVisible whether it is missing or not for this actor."""
    row = visible_to(access, actor, rows).filter(pk=pk).first()
    if row is None:
        raise NotVisible
    return row
