"""Django's name for this app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """`fahrwasser.web.accounts`."""

    name = "fahrwasser.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        """The log knows the words of this app."""
        from . import words  # noqa: F401
