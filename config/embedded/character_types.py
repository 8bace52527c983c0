"""A locale whose character types are UTF-8: without one Arabic and Kurdish have no trigrams."""

from __future__ import annotations

import locale

from config.embedded.refusal import Refusal

CANDIDATES = ("C.UTF-8", "C.utf8", "en_US.UTF-8", "en_US.utf8", "UTF-8")


def utf8_locale() -> str:
    """The first UTF-8 locale that this machine has.

    Never the environment's own: cron and small containers run under C or POSIX. Raises Refusal
    where the machine has none.
    """
    for name in CANDIDATES:
        if _exists(name):
            return name
    raise Refusal(
        "This machine has no UTF-8 locale, and without one Arabic and Kurdish cannot be searched: "
        f"install one of {', '.join(CANDIDATES)} (on Debian: apt-get install locales-all)."
    )


def _exists(name: str) -> bool:
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, name)
    except locale.Error:
        return False
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return True
