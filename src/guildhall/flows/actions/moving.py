"""Moving whatever points to one record so that it points to another one of the same kind.

Every relation is found by walking the models, so a new one is moved without being named. Where
the other record has the same already (the same role, the same choice for one kind of mail), one of
the two rows is enough and the second one goes.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import models

Relation = tuple[type[models.Model], str]


def label_of(relation: Relation) -> str:
    """“programs.Wish.person”, as reports and tests name a relation."""
    model, field = relation
    return f"{model._meta.label}.{field}"


def relations_to(model: type[models.Model]) -> Iterator[Relation]:
    """Every foreign key and one-to-one field that points to a model, hidden ones included."""
    for found in model._meta.get_fields(include_hidden=True):
        is_pointing = found.auto_created and not found.concrete
        if is_pointing and (found.one_to_many or found.one_to_one):
            related: Any = found
            yield related.related_model, related.field.name


def move_rows(relation: Relation, *, old: models.Model, new: models.Model) -> int:
    """Point the rows of one relation to `new`; returns how many moved.

    A row that would break “once only” is removed, because `new` has its like.
    """
    model, field = relation
    rows = model._default_manager.filter(**{field: old})
    constraints = [
        constraint
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and field in constraint.fields
    ]
    if not constraints:
        return rows.update(**{field: new})
    moved = 0
    for row in list(rows):
        if any(_has_like(row, field, new, constraint) for constraint in constraints):
            row.delete()
        else:
            moved += model._default_manager.filter(pk=row.pk).update(**{field: new})
    return moved


def move_all(
    *, old: models.Model, new: models.Model, besides: Callable[[Relation], bool]
) -> dict[str, int]:
    """Move every relation but those that the caller has settled itself; counts by label."""
    counts = {}
    for relation in relations_to(type(old)):
        if not besides(relation):
            counts[label_of(relation)] = move_rows(relation, old=old, new=new)
    return {label: count for label, count in counts.items() if count}


def _has_like(
    row: models.Model, field: str, new: models.Model, constraint: models.UniqueConstraint
) -> bool:
    """Whether `new` has a row that the constraint would not suffer this one beside."""
    manager = type(row)._default_manager
    same = {name: getattr(row, name) for name in constraint.fields if name != field}
    likes = manager.filter(**{field: new}, **same)
    if constraint.condition is None:
        return likes.exists()
    holds = manager.filter(constraint.condition, pk=row.pk).exists()
    return holds and likes.filter(constraint.condition).exists()
