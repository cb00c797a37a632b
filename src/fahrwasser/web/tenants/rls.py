"""Row-level security and composite foreign keys: the one migration helper (DESIGN section 6).

    operations = [..., *tenant_table("inventory", "Service")]

gives the table UNIQUE (municipality_id, id), composite foreign keys onto other tenant tables (so that no row can point
into another town) and the policy. `append_only` adds the trigger that refuses UPDATE and DELETE.
Policies are enabled, not forced: the owner migrates and dumps; web and worker are never the owner.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.migrations.utils import resolve_relation
from django.db.models import ForeignKey

# No tenant set: NULL before first use, '' after a SET LOCAL on a pooled connection; both must match no row.
CURRENT = "(SELECT nullif(current_setting('app.municipality', true), '')::uuid)"
MINE = f"municipality_id = {CURRENT}"
ON_DELETE = {"CASCADE": "CASCADE", "SET_NULL": "SET NULL"}


class WallIn(Operation):
    """The statements of one table. They need names and links only, so no model of the migration's time is built for
    them: building all of them for each table took a third of a first start."""

    reduces_to_sql = False
    reversible = True

    def __init__(self, app: str, model: str, make: "Callable[[Table], list[str]]") -> None:
        self.app, self.model, self.make = app, model.lower(), make

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing that Django knows of."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Walls in the table."""
        for statement in self.make(table_of(to_state, self.app, self.model)):
            schema_editor.execute(statement)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """What was added goes with the table."""


class Table(NamedTuple):
    """Name, and (column, target table, ON DELETE) of each foreign key that leads to another tenant table."""

    name: str
    links: list[tuple[str, str, str]]


def tenant_table(app: str, model: str, *, append_only: bool = False) -> list[Operation]:
    """Operations that wall in one tenant table; run after the table and those it points to exist."""
    return [WallIn(app, model, lambda table: statements(table, append_only))]


def statements(table: Table, append_only: bool) -> list[str]:
    """The SQL of `tenant_table` for one model; names are at most 63 characters."""
    name = table.name
    out = [
        "SET LOCAL lock_timeout = '5s'",
        f'ALTER TABLE "{name}" ADD CONSTRAINT "{name}_town" UNIQUE (municipality_id, id)',
    ]
    out += [foreign_key(name, column, target, action) for column, target, action in table.links]
    out += [
        f'CREATE POLICY tenant ON "{name}" USING ({MINE}) WITH CHECK ({MINE})',
        f'ALTER TABLE "{name}" ENABLE ROW LEVEL SECURITY',
    ]
    if append_only:
        out.append(
            f'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "{name}" '
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    return out


def table_of(state: ProjectState, app: str, model: str) -> Table:
    """The table as the migration's state describes it. A real foreign key leads to a table that towns share."""
    found = []
    for name, field in state.models[app, model].fields.items():
        if not isinstance(field, ForeignKey) or name == "municipality" or getattr(field, "db_constraint", True):
            continue
        target = resolve_relation(field.remote_field.model, app, model)
        if "municipality" in state.models[target].fields:
            on_delete = getattr(field.remote_field.on_delete, "__name__", "")
            column = field.db_column or f"{name}_id"
            found.append((column, _name(state, *target), ON_DELETE.get(on_delete, "NO ACTION")))
    return Table(_name(state, app, model), found)


def _name(state: ProjectState, app: str, model: str) -> str:
    return str(state.models[app, model].options.get("db_table") or f"{app}_{model}")


def foreign_key(table: str, column: str, target: str, action: str) -> str:
    """Composite foreign key; SET NULL empties the link only, never the municipality."""
    detail = f"SET NULL ({column})" if action == "SET NULL" else action
    return (
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_{column}_town" FOREIGN KEY (municipality_id, {column}) '
        f'REFERENCES "{target}" (municipality_id, id) ON DELETE {detail} DEFERRABLE INITIALLY DEFERRED'
    )


def shared_table(app: str, model: str) -> list[Operation]:
    """Operations for a table of rows that one town gives to all: everybody reads, only that town writes."""
    return [WallIn(app, model, shared_statements)]


def shared_statements(table: Table) -> list[str]:
    """The SQL of `shared_table` for one model."""
    name = table.name
    return [
        "SET LOCAL lock_timeout = '5s'",
        f'CREATE POLICY everybody_reads ON "{name}" FOR SELECT USING (true)',
        f'CREATE POLICY own_insert ON "{name}" FOR INSERT WITH CHECK ({MINE})',
        f'CREATE POLICY own_update ON "{name}" FOR UPDATE USING ({MINE}) WITH CHECK ({MINE})',
        f'CREATE POLICY own_delete ON "{name}" FOR DELETE USING ({MINE})',
        f'ALTER TABLE "{name}" ENABLE ROW LEVEL SECURITY',
    ]


REFUSE_CHANGE = migrations.RunSQL(
    """
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END $$
    """,
    "DROP FUNCTION refuse_change()",
)
