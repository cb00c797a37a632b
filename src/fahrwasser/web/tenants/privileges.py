"""What web and worker may do: run as owner after every migration, idempotent.

Web and worker own nothing and have NOBYPASSRLS. Roles are named by the operator, so this is no migration.
"""

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

from .models import TenantModel

# Tables with fewer rights than the usual four; see docs/reference/tables.md for the reasons.
NARROW: dict[str, dict[str, str]] = {
    "tenants_municipality": {"web": "SELECT, UPDATE (joined_at)", "worker": "SELECT"},
    "tenants_act": {"web": "SELECT, INSERT", "worker": "SELECT, INSERT"},
    "inventory_figure": {"web": "SELECT, INSERT", "worker": "SELECT, INSERT"},
    "inventory_answer": {"web": "SELECT, INSERT", "worker": "SELECT, INSERT"},
    "inventory_assessment": {"web": "SELECT, INSERT", "worker": "SELECT, INSERT"},
    "records_enclosure": {"web": "SELECT, INSERT", "worker": "SELECT, INSERT"},
    "records_erasurerequest": {"web": "SELECT, INSERT", "worker": "SELECT, INSERT"},
    "records_disposal": {"web": "SELECT, INSERT", "worker": "SELECT, INSERT"},
    "records_document": {"web": "SELECT, INSERT", "worker": "SELECT, INSERT"},
    "catalogue_release": {"web": "SELECT", "worker": "SELECT"},
    "catalogue_parameterset": {"web": "SELECT, INSERT", "worker": "SELECT, INSERT"},
    "catalogue_activation": {"web": "SELECT, INSERT", "worker": "SELECT, INSERT"},
    "ports_query": {"web": "SELECT, INSERT", "worker": "SELECT, INSERT"},
    "cases_case": {"web": "SELECT, INSERT, UPDATE", "worker": "SELECT, INSERT, UPDATE"},
    "cases_event": {"web": "SELECT, INSERT", "worker": "SELECT, INSERT"},
    "cases_payload": {"web": "SELECT, INSERT", "worker": "SELECT, INSERT, DELETE"},
    "cases_seen": {"web": "SELECT, INSERT", "worker": "SELECT, INSERT"},
    "cases_decision": {"web": "SELECT, INSERT", "worker": "SELECT, INSERT"},
    "registers_change": {"web": "SELECT, INSERT", "worker": "SELECT, INSERT"},
    "inventory_catalogueentry": {"web": "SELECT", "worker": "SELECT"},
    "inventory_questionset": {"web": "SELECT", "worker": "SELECT"},
    "inventory_scaleversion": {"web": "SELECT", "worker": "SELECT"},
    "agenda_fundingprogramme": {"web": "SELECT", "worker": "SELECT"},
    "jobs_mail": {"web": "INSERT, SELECT (id, due, created_at)", "worker": "SELECT, INSERT, UPDATE, DELETE"},
    "django_migrations": {"web": "SELECT", "worker": "SELECT"},
    "django_content_type": {"web": "SELECT", "worker": "SELECT"},
    "auth_permission": {"web": "SELECT", "worker": "SELECT"},
    "auth_group": {"web": "SELECT", "worker": "SELECT"},
    "auth_group_permissions": {"web": "SELECT", "worker": "SELECT"},
}
USUAL = "SELECT, INSERT, UPDATE, DELETE"


def tenant_models() -> list[type[TenantModel]]:
    """Every model of our apps that belongs to one municipality."""
    return [model for model in apps.get_models() if issubclass(model, TenantModel)]


def grant() -> None:
    """Sets the rights of both roles to exactly what this module says."""
    roles = {"web": settings.WEB_ROLE, "worker": settings.WORKER_ROLE}
    with transaction.atomic(), connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for kind, role in roles.items():
            name = sql.Identifier(role)
            cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(name))
            cursor.execute(sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(name))
            for table in tables:
                rights = sql.SQL(NARROW.get(table, {}).get(kind, USUAL))
                target = sql.Identifier(table)
                cursor.execute(sql.SQL("REVOKE ALL ON {} FROM {}").format(target, name))
                cursor.execute(sql.SQL("GRANT {} ON {} TO {}").format(rights, target, name))
            for function in ("own_towns(uuid)", "coached_sheets(uuid)", "own_appointments(uuid, timestamptz)"):
                cursor.execute(sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(sql.SQL(function), name))
        worker = sql.Identifier(roles["worker"])
        for function in ("dispose_case(uuid)", "erase_leaves(uuid, jsonb)", "forget_queries(text, integer)"):
            cursor.execute(sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(sql.SQL(function), worker))
        cursor.execute("DROP POLICY IF EXISTS worker_due ON jobs_job")
        cursor.execute(
            sql.SQL("CREATE POLICY worker_due ON jobs_job FOR SELECT TO {} USING (due <= now())").format(worker)
        )
