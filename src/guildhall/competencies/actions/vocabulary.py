"""Bringing the vocabulary files into the database."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models, transaction

from guildhall.competencies.models import Interest, InterestAlias, Skill, SkillAlias
from guildhall.competencies.vocabulary_files import Term, interests_in_file, skills_in_file


@dataclass(frozen=True)
class Loaded:
    """How many entries are there now."""

    skills: int
    interests: int


def load_vocabulary() -> Loaded:
    """Bring skills and interests up to the files that come with the product.

    New entries are added, names, areas and spellings follow the files; nothing that people may
    have chosen is removed. A second run changes nothing. Nobody is told.
    """
    with transaction.atomic():
        skills = skills_in_file()
        _load(skills, Skill, SkillAlias, "skill", ("name", "area"))
        interests = interests_in_file()
        _load(interests, Interest, InterestAlias, "interest", ("name",))
    return Loaded(Skill.objects.count(), Interest.objects.count())


def _load(
    terms: Iterable[Term],
    model: type[models.Model],
    alias_model: type[models.Model],
    owner: str,
    fields: tuple[str, ...],
) -> None:
    manager = model._default_manager
    rows = {row.key: row for row in manager.all()}  # type: ignore[attr-defined]
    new, changed = [], []
    for term in terms:
        row = rows.get(term.key)
        values = {field: getattr(term, field) for field in fields}
        if row is None:
            new.append(model(key=term.key, **values))
        elif any(getattr(row, field) != value for field, value in values.items()):
            for field, value in values.items():
                setattr(row, field, value)
            changed.append(row)
    manager.bulk_create(new)
    manager.bulk_update(changed, fields)
    ids = dict(manager.values_list("key", "pk"))
    _load_spellings(
        {spelling: ids[term.key] for term in terms for spelling in term.spellings},
        alias_model,
        f"{owner}_id",
    )


def _load_spellings(wanted: dict[str, int], alias_model: type[models.Model], owner: str) -> None:
    """A spelling that moved to another entry follows the file."""
    manager = alias_model._default_manager
    known = {row.folded: row for row in manager.all()}  # type: ignore[attr-defined]
    moved = []
    for spelling, row in known.items():
        if spelling in wanted and getattr(row, owner) != wanted[spelling]:
            setattr(row, owner, wanted[spelling])
            moved.append(row)
    manager.bulk_update(moved, [owner.removesuffix("_id")])
    manager.bulk_create(
        alias_model(folded=spelling, **{owner: pk})
        for spelling, pk in wanted.items()
        if spelling not in known
    )
