"""Run as owner before the web server starts: migrations, rights, reference data, demo. Fast when nothing is to do."""

import os
import sys

import django
from django.core.management import call_command
from django.utils import timezone


def ready() -> None:
    """The database is migrated, the roles have their rights, our own question set is there. Django is set up."""
    from fahrwasser.web.catalogue.releases import publish_shipped
    from fahrwasser.web.inventory.actions import install_shipped_question_set
    from fahrwasser.web.tenants.privileges import grant

    call_command("migrate", verbosity=0, interactive=False)
    grant()
    install_shipped_question_set()
    publish_shipped()


def main() -> int:
    """0 when the database is ready, in demo mode with the invented towns; DATABASE_URL is the owner's here."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fahrwasser.web.settings")
    django.setup()
    from django.conf import settings

    ready()
    if settings.DEMO:
        from fahrwasser.web.demo import load

        load.main()
    from fahrwasser.web.jobs import loop, nights

    loop.load_handlers()
    nights.plan_all(timezone.now())
    return 0


if __name__ == "__main__":
    sys.exit(main())
