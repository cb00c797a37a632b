"""Row-level security and composite foreign keys: the one migration helper (DESIGN section 6).

    operations = [..., *tenant_table("inventory", "Service")]

gives the table UNIQUE (municipality_id, id), composite foreign keys onto other tenant tables (so that no row can point
into another town) and the policy. `append_only` adds the trigger that refuses UPDATE and DELETE.
Policies are enabled, not forced: the owner migrates and dumps; web and worker are never the owner.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import ForeignKey, Model

# No tenant set: NULL before first use, '' after a SET LOCAL on a pooled connection; both must match no row.
CURRENT = "(SELECT nullif(current_setting('app.municipality', true), '')::uuid)"
MINE = f"municipality_id = {CURRENT}"
ON_DELETE = {"CASCADE": "CASCADE", "SET_NULL": "SET NULL"}


def tenant_table(app: str, model: str, *, append_only: bool = False) -> list[migrations.RunPython | migrations.RunSQL]:
    """Operations that wall in one tenant table; run after the table and those it points to exist."""

    def build(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        row = apps.get_model(app, model)
        for statement in statements(row, append_only):
            schema_editor.execute(statement)

    return [migrations.RunPython(build, migrations.RunPython.noop)]


def statements(row: type[Model], append_only: bool) -> list[str]:
    """The SQL of `tenant_table` for one model; names are at most 63 characters."""
    table = row._meta.db_table
    out = [
        "SET LOCAL lock_timeout = '5s'",
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_town" UNIQUE (municipality_id, id)',
    ]
    out += [foreign_key(table, column, target, action) for column, target, action in links(row)]
    out += [
        f'CREATE POLICY tenant ON "{table}" USING ({MINE}) WITH CHECK ({MINE})',
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
    ]
    if append_only:
        out.append(
            f'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "{table}" '
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    return out


def links(row: type[Model]) -> list[tuple[str, str, str]]:
    """(column, target table, ON DELETE) of each foreign key that leads to another tenant table."""
    found = []
    for field in row._meta.local_concrete_fields:
        if not isinstance(field, ForeignKey) or field.name == "municipality" or getattr(field, "db_constraint", True):
            continue  # a real foreign key leads to a table that towns share
        target = field.related_model
        if any(other.name == "municipality" for other in target._meta.fields):
            on_delete = getattr(field.remote_field.on_delete, "__name__", "")
            found.append((str(field.column), target._meta.db_table, ON_DELETE.get(on_delete, "NO ACTION")))
    return found


def foreign_key(table: str, column: str, target: str, action: str) -> str:
    """Composite foreign key; SET NULL empties the link only, never the municipality."""
    detail = f"SET NULL ({column})" if action == "SET NULL" else action
    return (
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_{column}_town" FOREIGN KEY (municipality_id, {column}) '
        f'REFERENCES "{target}" (municipality_id, id) ON DELETE {detail} DEFERRABLE INITIALLY DEFERRED'
    )


def shared_table(app: str, model: str) -> list[migrations.RunPython | migrations.RunSQL]:
    """Operations for a table of rows that one town gives to all: everybody reads, only that town writes."""

    def build(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        table = apps.get_model(app, model)._meta.db_table
        schema_editor.execute("SET LOCAL lock_timeout = '5s'")
        schema_editor.execute(f'CREATE POLICY everybody_reads ON "{table}" FOR SELECT USING (true)')
        schema_editor.execute(f'CREATE POLICY own_insert ON "{table}" FOR INSERT WITH CHECK ({MINE})')
        schema_editor.execute(f'CREATE POLICY own_update ON "{table}" FOR UPDATE USING ({MINE}) WITH CHECK ({MINE})')
        schema_editor.execute(f'CREATE POLICY own_delete ON "{table}" FOR DELETE USING ({MINE})')
        schema_editor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')

    return [migrations.RunPython(build, migrations.RunPython.noop)]


REFUSE_CHANGE = migrations.RunSQL(
    """
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END $$
    """,
    "DROP FUNCTION refuse_change()",
)
