"""Keeping answers."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from guildhall.directory.models import Person
from guildhall.files.actions import remove_file, store_file
from guildhall.files.models import StoredFile
from guildhall.questions.answers import Upload
from guildhall.questions.models import Answer, Question, QuestionSet, Response


def start_response(*, questions: QuestionSet, person: Person, at: datetime) -> Response:
    """An empty sheet for one person's answers to a set."""
    return Response.objects.create(set=questions, person=person, started_at=at)


def save_answers(*, response: Response, values: Mapping[str, Any], at: datetime) -> None:
    """Keep checked values by question key; None takes an answer back. Keys left out stay.

    Values come from `check_answers`. Retired questions keep what was said to them.
    """
    asked = {
        question.key: question
        for question in Question.objects.filter(
            set_id=response.set_id, retired_at__isnull=True, key__in=values
        )
    }
    unknown = set(values) - set(asked)
    if unknown:
        raise ValueError(f"The set does not ask {', '.join(sorted(unknown))}.")
    with transaction.atomic():
        known = {
            row.question_id: row
            for row in Answer.objects.select_for_update(of=("self",))
            .filter(response=response, question__in=asked.values())
            .select_related("file")
        }
        gone = [
            known[question.pk]
            for key, question in asked.items()
            if values[key] is None and question.pk in known
        ]
        for row in gone:
            _remove(row)
        for key, value in values.items():
            if value is not None:
                row = known.get(asked[key].pk) or Answer(response=response, question=asked[key])
                _write(row, value, response=response, at=at)


def submit_response(*, response: Response, at: datetime) -> None:
    """Note the moment at which the person handed the answers in."""
    response.submitted_at = at
    response.save(update_fields=["submitted_at"])


def reopen_response(*, response: Response) -> None:
    """The answers are being changed again: they count as handed in only after the next time."""
    response.submitted_at = None
    response.save(update_fields=["submitted_at"])


def _write(row: Answer, value: Any, *, response: Response, at: datetime) -> None:
    before = row.file
    if isinstance(value, Upload):
        row.file = _stored(value, response=response, at=at)
        value = {"name": row.file.name, "size": row.file.size}
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    if row.pk is None or row.value != text or row.file != before:
        row.value = text
        row.save()
    if before is not None and row.file != before:
        remove_file(before)


def _stored(upload: Upload, *, response: Response, at: datetime) -> StoredFile:
    return store_file(
        upload.content,
        name=upload.name,
        content_type=upload.content_type,
        at=at,
        person_id=response.person_id,
    )


def _remove(row: Answer) -> None:
    file = row.file
    row.delete()
    if file is not None:
        remove_file(file)
