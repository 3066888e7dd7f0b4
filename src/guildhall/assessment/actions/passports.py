"""Passports are opened when pairs begin, and go with the learner from pair to pair."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.assessment.actions.events import PASSPORT_OPENED
from guildhall.assessment.actions.summaries import keep_summaries
from guildhall.assessment.models import Passport
from guildhall.audit.actions import build, record_many
from guildhall.competencies.models import FrameworkVersion
from guildhall.competencies.queries.frameworks import newest_version
from guildhall.core.errors import WrongState
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.states import Side
from guildhall.relationships.access import STEER_RELATIONSHIP
from guildhall.relationships.actions.rows import locked
from guildhall.relationships.beginnings import on_begin
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.states import BEGUN

BATCH = 1000
Key = tuple[int, int, int]
LINKS = Passport.relationships.through


def open_passport(*, relationship: Relationship, by: Actor, at: datetime) -> Passport:
    """Open the passport of a pair that began before its program had a framework.

    The pair and whoever runs their program may. A second time changes nothing. Refuses a pair that
    has not begun or has ended, and a program without a published framework.
    """
    require(STEER_RELATIONSHIP, by, relationship)
    with transaction.atomic():
        row = locked(relationship)
        if row.state not in BEGUN:
            raise WrongState(
                _("A passport is opened while a pair is active. This one is: %(state)s.")
                % {"state": row.get_state_display()}
            )
        open_passports([row], by, at)
        found = row.passports.filter(learner__parties__relationship=row).first()
        if found is None:
            raise WrongState(
                _("This program has no published framework yet. Choose one in its settings.")
            )
    return found


@on_begin
def open_passports(relationships: Sequence[Relationship], by: Actor, at: datetime) -> None:
    """Each learner of a program with a framework gets a passport, or the one that they have is
    linked to the new pair. Nobody is told: the pair reads it on their page. A fixed number of
    statements a thousand pairs."""
    versions = _versions(relationships)
    rows = [row for row in relationships if _framework_id(row) in versions]
    for start in range(0, len(rows), BATCH):
        _open(rows[start : start + BATCH], versions, by=by, at=at)


def _open(
    rows: Sequence[Relationship],
    versions: dict[int, FrameworkVersion],
    *,
    by: Actor,
    at: datetime,
) -> None:
    of = {row.pk: row for row in rows}
    learners = Party.objects.filter(
        relationship__in=list(of), side=Side.LEARNER, left_at__isnull=True
    )
    wanted: dict[Key, list[int]] = {}
    for pair, person in learners.order_by("pk").values_list("relationship_id", "person_id"):
        key = (person, of[pair].organization_id, _framework_id(of[pair]))
        wanted.setdefault(key, []).append(pair)
    found = _present(wanted)
    new = Passport.objects.bulk_create(
        [
            Passport(
                learner_id=person,
                organization_id=house,
                framework_id=framework,
                version=versions[framework],
                opened_at=at,
            )
            for person, house, framework in wanted
            if (person, house, framework) not in found
        ]
    )
    record_many(
        [
            build(PASSPORT_OPENED, by=by, subject=row, at=at, organization_id=row.organization_id)
            for row in new
        ]
    )
    found |= {_key(row): row for row in new}
    LINKS.objects.bulk_create(
        [
            LINKS(passport_id=found[key].pk, relationship_id=pair)
            for key, pairs in wanted.items()
            for pair in pairs
        ],
        ignore_conflicts=True,
    )
    keep_summaries(_with_all([row.pk for row in found.values()]))


def _with_all(ids: Sequence[int]) -> list[Passport]:
    return list(Passport.objects.filter(pk__in=ids).select_related("organization", "version"))


def _present(wanted: dict[Key, list[int]]) -> dict[Key, Passport]:
    rows = Passport.objects.filter(
        learner__in={person for person, _house, _framework in wanted},
        framework__in={framework for _person, _house, framework in wanted},
    )
    return {_key(row): row for row in rows if _key(row) in wanted}


def _key(row: Passport) -> Key:
    return row.learner_id, row.organization_id, row.framework_id


def _versions(relationships: Sequence[Relationship]) -> dict[int, FrameworkVersion]:
    """The newest published version of every framework among these pairs."""
    frameworks = {
        row.program.framework_id: row.program.framework
        for row in relationships
        if row.program is not None and row.program.framework is not None
    }
    found = {pk: newest_version(framework) for pk, framework in frameworks.items()}
    return {pk: version for pk, version in found.items() if pk and version}


def _framework_id(row: Relationship) -> int:
    return (row.program.framework_id if row.program else None) or 0
