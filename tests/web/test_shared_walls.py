"""What a town gives to all is read by all and written by that town only — tried for every shared table."""

import pytest
from django.apps import apps
from django.db import connection, connections
from django.db.utils import ProgrammingError

from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import SharedModel
from rows import values_for
from towns import make_town

SHARED_MODELS = [model for model in apps.get_models() if issubclass(model, SharedModel)]
every_shared_table = pytest.mark.parametrize("model", SHARED_MODELS, ids=lambda model: model._meta.label)


@every_shared_table
def test_everybody_reads_and_only_the_giving_town_writes(database, model: type[SharedModel]) -> None:
    ours, theirs = make_town("ours"), make_town("theirs")
    with working_for(theirs):
        row = model.objects.create(municipality=theirs, **values_for(model, theirs))
    with working_for(ours):
        assert model.objects.filter(pk=row.pk).exists(), "everybody may read it"
        assert _touched(f'UPDATE "{model._meta.db_table}" SET municipality_id = municipality_id', row) == 0
        assert _touched(f'DELETE FROM "{model._meta.db_table}"', row) == 0
    with working_for(theirs):
        assert _touched(f'UPDATE "{model._meta.db_table}" SET municipality_id = municipality_id', row) == 1


@every_shared_table
def test_nobody_speaks_in_the_name_of_another_town(database, model: type[SharedModel]) -> None:
    ours, theirs = make_town("ours"), make_town("theirs")
    with working_for(theirs):
        values = values_for(model, theirs)
    with pytest.raises(ProgrammingError, match="row-level security"), working_for(ours):
        model.objects.create(municipality=theirs, **values)
    with pytest.raises(ProgrammingError, match="row-level security"):
        model.objects.create(municipality=theirs, **values)


@every_shared_table
def test_the_database_has_the_policies(database, model: type[SharedModel]) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT relrowsecurity FROM pg_class WHERE oid = %s::regclass", [model._meta.db_table])
        assert cursor.fetchone()[0], f"{model._meta.label} needs shared_table in its migration"


def _touched(statement: str, row: SharedModel) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} WHERE id = %s", [row.pk])
        return cursor.rowcount
