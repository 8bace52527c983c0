"""Texts of the account library that its own catalogues do not have in Sorani."""

from __future__ import annotations

from django.utils.translation import gettext_noop

TEXTS = (
    gettext_noop("Activate"),
    gettext_noop("Activate Authenticator App"),
    gettext_noop("An authenticator app is not active."),
    gettext_noop("Authentication using an authenticator app is active."),
    gettext_noop("Authenticator App"),
    gettext_noop("Authenticator code"),
    gettext_noop("Change Password"),
    gettext_noop("Current Password"),
    gettext_noop("Deactivate"),
    gettext_noop("Incorrect code."),
    gettext_noop("Incorrect password."),
    gettext_noop("New Password"),
    gettext_noop("New Password (again)"),
    gettext_noop("Password successfully changed."),
    gettext_noop("Please type your current password."),
    gettext_noop("Recovery Codes"),
    gettext_noop("Remember Me"),
    gettext_noop("The username and/or password you specified are not correct."),
    gettext_noop("This account is currently inactive."),
    gettext_noop("Two-Factor Authentication"),
    gettext_noop("Username"),
    gettext_noop("You must type the same password each time."),
    gettext_noop("You have signed out."),
)
