"""A row of any model with nothing but what it must have; for tests that walk the models."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

from django.db import models

from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Organization, Person
from tests.world import NOW

numbers: Iterator[int] = count(1)
# May be empty alone, but not together with another: this one is filled.
ONE_OF = {"concerns.Appeal": "concern"}


def fill(model: type[models.Model], **given: Any) -> models.Model:
    """Create a row: every field that may not be empty gets something that nobody else has."""
    values = dict(given)
    for field in model._meta.concrete_fields:
        is_given = field.name in values or field.attname in values
        may_be_empty = field.null and ONE_OF.get(model._meta.label) != field.name
        if is_given or field.primary_key or may_be_empty or field.has_default():
            continue
        if isinstance(field, models.ForeignKey):
            values[field.name] = _filled(field.related_model)
        elif not field.blank:
            values[field.name] = _value(field)
    return model._default_manager.create(**values)


def _filled(model: type[models.Model]) -> models.Model:
    if model is Organization:
        existing = Organization.objects.first()
        if existing is not None:
            return existing
    if model is Person:
        return fill(Person, email=f"filler{next(numbers)}@x.example")
    return fill(model)


def _value(field: models.Field) -> Any:
    number = next(numbers)
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.DateTimeField):
        # What begins first ends first.
        return NOW + timedelta(minutes=number)
    if isinstance(field, models.DateField):
        return NOW.date()
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.JSONField):
        return {}
    if isinstance(field, models.IntegerField | models.DecimalField | models.FloatField):
        return number
    if isinstance(field, models.UUIDField):
        return UUID(int=number)
    if isinstance(field, EncryptedTextField | models.TextField | models.EmailField):
        return f"x{number}@x.example"
    words, longest = f"x{number}", getattr(field, "max_length", None)
    return words if longest is None or len(words) <= longest else f"{number:x}"
