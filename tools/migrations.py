"""Do the migrations say what the models say? Needs no database: only the files are compared. Part of `make lint`."""

import os
import sys

import django
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation


def main() -> int:
    """0 when there is nothing to migrate."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fahrwasser.web.settings")
    django.setup()
    translation.deactivate_all()  # labels are compared as written, not in German
    known = MigrationLoader(None, ignore_no_migrations=True).project_state()
    changes = MigrationAutodetector(known, ProjectState.from_apps(apps)).changes(graph=MigrationLoader(None).graph)
    ours = {app: found for app, found in changes.items() if apps.get_app_config(app).name.startswith("fahrwasser.")}
    for app, found in ours.items():
        sys.stderr.write(f"{app}: {[str(operation) for migration in found for operation in migration.operations]}\n")
    return 1 if ours else 0


if __name__ == "__main__":
    sys.exit(main())
