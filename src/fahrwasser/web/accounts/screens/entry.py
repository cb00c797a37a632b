"""Logging in and passwords: allauth's checks in our words and markup."""

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from fahrwasser.web.accounts.models import User
from fahrwasser.web.ui.screens import Screen

ADDRESS = {"autocomplete": "username", "spellcheck": "false"}
PASSWORD_HINT = _("At least 12 characters, for example four words that have nothing to do with each other.")


def password(label: Any, autocomplete: str = "new-password", hint: Any = "") -> forms.CharField:
    """A password field; spaces count."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, widget=widget, help_text=hint)


class Login(Screen, allauth.LoginForm):  # type: ignore[misc]
    """E-mail address and password."""

    password = password(_("Password"), "current-password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs=ADDRESS))
        self.fields["login"].error_messages["required"] = _("Please fill in this field.")
        self.order_fields(["login", "password"])


class Reauthenticate(Screen, allauth.ReauthenticateForm):  # type: ignore[misc]
    """The password once more before something important is changed."""

    password = password(_("Your password"), "current-password")


class ForgotPassword(Screen, allauth.ResetPasswordForm):  # type: ignore[misc]
    """The address that the link goes to; the page says the same whether it is known or not."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs=ADDRESS))


class Twice:
    """`password1` follows the rules of settings.AUTH_PASSWORD_VALIDATORS, `password2` is the same."""

    user: User
    cleaned_data: dict[str, Any]

    def clean_password1(self) -> str:
        """Raises ValidationError with every rule that is broken."""
        value: str = self.cleaned_data["password1"]
        validate_password(value, self.user)
        return value

    def clean(self) -> dict[str, Any]:
        """Takes the place of allauth's comparison, whose German says Du."""
        typed = self.cleaned_data
        if "password1" in typed and "password2" in typed and typed["password1"] != typed["password2"]:
            text = _("The two passwords differ. Please type the same one twice.")
            self.add_error("password2", text)  # type: ignore[attr-defined]
        return typed


class NewPassword(Twice, Screen, allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    """After the link of the mail."""

    password1 = password(_("New password"), hint=PASSWORD_HINT)
    password2 = password(_("New password once more"))


class ChangePassword(Twice, Screen, allauth.ChangePasswordForm):  # type: ignore[misc]
    """The old one and twice the new one."""

    oldpassword = password(_("Current password"), "current-password")
    password1 = password(_("New password"), hint=PASSWORD_HINT)
    password2 = password(_("New password once more"))


class FirstPassword(Twice, Screen):
    """What an invited person chooses."""

    password1 = password(_("Password"), hint=PASSWORD_HINT)
    password2 = password(_("Password once more"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
