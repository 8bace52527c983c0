"""The reasons of a match, in the words of the page's language."""

from __future__ import annotations

from dataclasses import replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from engagement.names.matching import Match, Reason, Why

#: With what stands on either side where there is something; Sorani and Arabic move it.
_SENTENCES: dict[Why, str | Promise] = {
    Why.SAME: _("%(one)s: the same"),
    Why.SPELLING: _("%(one)s and %(other)s: another spelling"),
    Why.SCRIPT: _("%(one)s and %(other)s: another script"),
    Why.JOINED: _("%(one)s and %(other)s: joined"),
    Why.INITIAL: _("%(one)s and %(other)s: an initial"),
    Why.BEGINNING: _("%(one)s: how %(other)s begins"),
    Why.DIFFERENT: _("%(one)s and %(other)s: different"),
    Why.KUNYA: _("%(one)s and %(other)s: a kunya"),
    Why.ORDER: _("in another order"),
}
_ONLY: dict[Why, str | Promise] = {
    Why.LEFT_OUT: _("%(one)s: only in one of the names"),
    Why.TITLE: _("%(one)s: a title"),
}


#: What goes without saying while somebody is typing.
_PLAIN = (Why.SAME, Why.LEFT_OUT)


def told(match: Match) -> list[str]:
    """One sentence for each reason, what speaks for it first."""
    return [_told(reason, "", "") for reason in match.reasons]


def told_on_a_page(match: Match) -> list[str]:
    """The same for a page: each name in a direction of its own, by Unicode's isolates."""
    return [_told(reason, "\u2068", "\u2069") for reason in match.reasons]


def told_while_typing(match: Match) -> list[str]:
    """Only what cannot be seen: another script or spelling, another order."""
    kept = tuple(reason for reason in match.reasons if not _goes_without_saying(reason))
    return told_on_a_page(replace(match, reasons=kept))


def _goes_without_saying(reason: Reason) -> bool:
    begins = reason.why == Why.BEGINNING and reason.other.startswith(reason.one)
    return begins or reason.why in _PLAIN


def _told(reason: Reason, before: str, after: str) -> str:
    words = {"one": reason.one, "other": reason.other}
    if reason.why in _ONLY:
        words["one"] = " ".join(filter(None, (reason.one, reason.other)))
    found = {key: f"{before}{word}{after}" for key, word in words.items()}
    return str(_ONLY.get(reason.why) or _SENTENCES[reason.why]) % found
