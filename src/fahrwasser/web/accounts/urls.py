"""Addresses of this app. Of allauth's only these exist; everything else of it (sign-up, change of address …) is off."""

from allauth.account import views as account
from allauth.mfa.recovery_codes import views as code_list
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path

from .access import open_to_all
from .views import entry, own, people, units
from .views.manners import account_page, entrance, factor_page

urlpatterns = [
    path("", own.account_overview, name="account_overview"),
    path("gemeinden/", entry.towns, name="towns"),
    path("weiter/", entry.arrive, name="account_arrive"),
    path("verlassen/", own.leave, name="account_leave"),
    path("einladung/", entry.invitation_accept, name="invitation_accept"),
    path("einladung/<str:token>/", entry.invitation, name="invitation"),
    path("beispiel/<uuid:key>/", entry.demo_login, name="demo_login"),
    # Log-in and password
    path("anmelden/", entrance(account.LoginView.as_view(template_name="accounts/login.html")), name="account_login"),
    path("anmelden/schritt-2/", entrance(entry.SecondStep.as_view()), name="mfa_authenticate"),
    path(
        "abmelden/",
        open_to_all(account.LogoutView.as_view(template_name="accounts/logout.html")),
        name="account_logout",
    ),
    path(
        "geschlossen/",
        open_to_all(account.AccountInactiveView.as_view(template_name="accounts/inactive.html")),
        name="account_inactive",
    ),
    path(
        "passwort/vergessen/",
        entrance(account.PasswordResetView.as_view(template_name="accounts/password_forgotten.html")),
        name="account_reset_password",
    ),
    path(
        "passwort/vergessen/gesendet/",
        open_to_all(account.PasswordResetDoneView.as_view(template_name="accounts/password_sent.html")),
        name="account_reset_password_done",
    ),
    path(
        "passwort/neu/fertig/",
        open_to_all(account.PasswordResetFromKeyDoneView.as_view(template_name="accounts/password_done.html")),
        name="account_reset_password_from_key_done",
    ),
    path(
        "passwort/neu/<slug:uidb36>/<str:key>/",
        entrance(account.PasswordResetFromKeyView.as_view(template_name="accounts/password_new.html")),
        name="account_reset_password_from_key",
    ),
    path(
        "passwort/aendern/",
        account_page(account.PasswordChangeView.as_view(template_name="accounts/password_change.html")),
        name="account_change_password",
    ),
    path(
        "bestaetigen/",
        account_page(account.ReauthenticateView.as_view(template_name="accounts/reauthenticate.html")),
        name="account_reauthenticate",
    ),
    # Second factor
    path("zweiter-faktor/", own.second_factor, name="mfa_index"),
    path("zweiter-faktor/<int:key>/entfernen/", own.remove_factor, name="mfa_remove"),
    path(
        "zweiter-faktor/app/",
        factor_page(totp.ActivateTOTPView.as_view(template_name="accounts/factor_app.html")),
        name="mfa_activate_totp",
    ),
    path(  # where allauth sends people who have an app already
        "zweiter-faktor/app/vorhanden/",
        own.second_factor_there,
        name="mfa_deactivate_totp",
    ),
    path(
        "zweiter-faktor/passkey/",
        factor_page(webauthn.AddWebAuthnView.as_view(template_name="accounts/factor_passkey.html")),
        name="mfa_add_webauthn",
    ),
    path(
        "zweiter-faktor/liste/neu/",
        factor_page(code_list.GenerateRecoveryCodesView.as_view(template_name="accounts/factor_list.html")),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "zweiter-faktor/liste/",
        account_page(code_list.ViewRecoveryCodesView.as_view(template_name="accounts/factor_codes.html")),
        name="mfa_view_recovery_codes",
    ),
    # People and offices of a town
    path("team/", people.people, name="people"),
    path("team/einladen/", people.people_invite, name="people_invite"),
    path("team/mandat/", people.people_mandate, name="people_mandate"),
    path("team/mandat/<uuid:key>/bearbeiten/", people.people_coedit, name="people_coedit"),
    path("team/protokoll/", people.people_log, name="people_log"),
    path("team/person/<uuid:key>/", people.people_person, name="people_person"),
    path("team/person/<uuid:key>/einladung/", people.people_remind, name="people_remind"),
    path("team/person/<uuid:key>/zweiter-faktor/", people.people_reset, name="people_reset"),
    path("team/rolle/<uuid:key>/aemter/", people.people_units, name="people_units"),
    path("team/rolle/<uuid:key>/beenden/", people.people_take, name="people_take"),
    path("team/amt/neu/", units.people_unit_new, name="people_unit_new"),
    path("team/amt/<uuid:key>/", units.people_unit, name="people_unit"),
    path("team/amt/<uuid:key>/schliessen/", units.people_unit_close, name="people_unit_close"),
]
