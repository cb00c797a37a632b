"""Django's name for this app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """`fahrwasser.web.desk`."""

    name = "fahrwasser.web.desk"
    label = "desk"

    def ready(self) -> None:
        """Files of special cases are kept back in the records, too."""
        from fahrwasser.web.records.reads import VISIBLE

        from .special import visible_files

        VISIBLE.append(visible_files)
