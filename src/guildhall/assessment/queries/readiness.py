"""What a sign-off still waits for, in words."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.assessment.queries.record import Record
from guildhall.competencies.models import Competency, ScaleLevel
from guildhall.engine.competence import Autonomy, Standing


def missing_for(
    record: Record,
    competency: Competency,
    level: ScaleLevel,
    *,
    guide_ids: Collection[int],
    today: date,
) -> list[str]:
    """What is missing before it can be signed at this level; empty where nothing is.

    A level below the wanted one, which lets nobody do it alone, waits for nothing.
    """
    target = record.level_of[competency.target_id]
    if not record.scale.is_at_least(level.code, target.code) and level.allows < Autonomy.ALONE:
        return []
    standing = record.standing(competency, today=today)
    missing = [*_counts(standing, target), *_conditions(record, standing, competency)]
    only = _only_observer(record, competency)
    if competency.is_critical and only in guide_ids and not standing.more_people:
        missing.append(_("somebody beside the preceptor who saw it, because it is critical"))
    return missing


def _counts(standing: Standing, target: ScaleLevel) -> list[str]:
    found = []
    if standing.more_observations:
        words = ngettext(
            "one more observation at “%(level)s”",
            "%(n)s more observations at “%(level)s”",
            standing.more_observations,
        )
        found.append(words % {"n": standing.more_observations, "level": target})
    if standing.more_people:
        words = ngettext(
            "one more person who saw it", "%(n)s more people who saw it", standing.more_people
        )
        found.append(words % {"n": standing.more_people})
    return found


def _conditions(record: Record, standing: Standing, competency: Competency) -> list[str]:
    names = {one.key: one.name for one in record.competencies}
    found = [
        _("“%(name)s” signed off first") % {"name": names.get(key, key)}
        for key in standing.waits_for
    ]
    if standing.is_stale:
        words = _("a newer observation: the last one is more than %(days)s days old")
        found.append(words % {"days": competency.fresh_days})
    if standing.fell_back:
        floor = record.level_of[competency.floor_id or competency.target_id]
        words = _("the last %(n)s observations at “%(level)s” or above")
        found.append(words % {"n": competency.last_count, "level": floor})
    return found


def _only_observer(record: Record, competency: Competency) -> int | None:
    observers = {row.observer_id for row in record.observations.get(competency.pk, ())}
    return observers.pop() if len(observers) == 1 else None
