"""The tables are those of the models, laid at once or by migrations (the run on PostgreSQL)."""

import pytest
from django.apps import apps
from django.db import connection

MODELS = [model for model in apps.get_models() if model._meta.managed]


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_table_has_what_its_model_says(model):
    told = model._meta
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, told.db_table)
        constraints = connection.introspection.get_constraints(cursor, told.db_table)

    assert {column.name for column in columns} == {field.column for field in told.local_fields}
    named = {one.name for one in [*told.constraints, *told.indexes]}
    assert named <= set(constraints)
