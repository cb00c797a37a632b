"""Run as owner before the web server starts: migrations, rights, demo data. Fast when there is nothing to do."""

import os
import sys

import django
from django.core.management import call_command


def main() -> int:
    """0 when the database is ready; DATABASE_URL is the owner's here."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fahrwasser.web.settings")
    django.setup()
    from django.conf import settings

    from fahrwasser.web.demo import load
    from fahrwasser.web.inventory.actions import install_shipped_question_set
    from fahrwasser.web.tenants.privileges import grant

    call_command("migrate", verbosity=0, interactive=False)
    grant()
    install_shipped_question_set()
    if settings.DEMO:
        load.main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
