"""Learning needs: the learner's own until they share them; the ward answers with what it offers."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.preceptorship.actions.course_events import NEEDS_SHARED
from guildhall.preceptorship.actions.course_rows import (
    held_course,
    name_of,
    people_of,
    record_of_course,
    side_of,
    tell,
)
from guildhall.preceptorship.course_access import WORK_IN_COURSE
from guildhall.preceptorship.course_messages import NEEDS_SHARED as TOLD_SHARED
from guildhall.preceptorship.models import Course, NeedsSheet
from guildhall.preceptorship.queries.learning import domains_of, questions_for

LONGEST = 300
Written = Mapping[str, Mapping[str, str]]


def save_needs(
    *, course: Course, words: Written, shares: bool, by: Actor, at: datetime
) -> NeedsSheet:
    """Keep one side's part, by the key of the domain and the name of the question; with `shares`
    the other side reads it from now on, and what is shared stays so.

    Refuses domains and questions that are not asked, words that are too long, and sharing nothing.
    """
    require(WORK_IN_COURSE, by, course)
    with transaction.atomic():
        course = held_course(course)
        side = side_of(course.relationship, by)
        kept = _kept(course, side, words)
        if shares and not kept:
            raise InvalidInput(_("Write a line first, about anything; then share it."))
        sheet, _is_new = NeedsSheet.objects.select_for_update().get_or_create(
            course=course, side=side, defaults={"written_at": at}
        )
        is_first = shares and sheet.shared_at is None
        sheet.sealed, sheet.written_at, sheet.written_by_id = json.dumps(kept), at, by.person_id
        sheet.shared_at = at if is_first else sheet.shared_at
        sheet.save()
        if is_first:
            record_of_course(NEEDS_SHARED, sheet, course, by=by, at=at)
            others = people_of(course.relationship, by.person_id)
            event = f"needs:{sheet.pk}:{course.relationship_id}"
            tell(TOLD_SHARED, course, others, event=event, at=at, who=name_of(by, course))
    return sheet


def _kept(course: Course, side: str, words: Written) -> dict[str, dict[str, str]]:
    domains = {domain.key for domain in domains_of(course)}
    asked = {question.name for question in questions_for(side)}
    kept: dict[str, dict[str, str]] = {}
    problems: dict[str, str] = {}
    for key, lines in words.items():
        clean = {name: text.strip() for name, text in lines.items() if text.strip()}
        for name, text in clean.items():
            if key not in domains or name not in asked:
                problems[f"{key}-{name}"] = _("This is not asked here.")
            elif len(text) > LONGEST:
                problems[f"{key}-{name}"] = _("Keep it to %(most)d characters.") % {"most": LONGEST}
        if clean:
            kept[key] = clean
    if problems:
        raise InvalidInput(_("This is not saved yet."), problems)
    return kept
