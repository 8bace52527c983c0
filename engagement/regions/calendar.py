"""Month names as they are written in Iraq.

Django's Arabic catalogue has the Egyptian names and its Sorani one those of the Kurdish solar
year; our own catalogues, which come first, have the names of the Gregorian months in use here.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop

MONTHS = (
    gettext_noop("January"),
    gettext_noop("February"),
    gettext_noop("March"),
    gettext_noop("April"),
    gettext_noop("May"),
    gettext_noop("June"),
    gettext_noop("July"),
    gettext_noop("August"),
    gettext_noop("September"),
    gettext_noop("October"),
    gettext_noop("November"),
    gettext_noop("December"),
)
