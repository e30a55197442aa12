"""What the migrations make is what the models say, table by table."""

import pytest
from django.apps import apps
from django.db import connection

pytestmark = pytest.mark.django_db


def tables() -> list:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]


@pytest.mark.parametrize("model", tables(), ids=lambda model: model._meta.db_table)
def test_table_has_the_columns_and_constraints_of_its_model(model):
    with connection.cursor() as cursor:
        rows = connection.introspection.get_table_description(cursor, model._meta.db_table)
        found = connection.introspection.get_constraints(cursor, model._meta.db_table)

    assert {row.name for row in rows} == {field.column for field in model._meta.local_concrete_fields}
    assert {one.name for one in model._meta.constraints} <= set(found)
    foreign = {
        field.column for field in model._meta.local_fields if field.remote_field and field.db_constraint
    }
    assert foreign == {one["columns"][0] for one in found.values() if one["foreign_key"]}
