"""Translation catalogues without a system gettext: read the source, merge, compile, check."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation.template import templatize

LANGUAGES = ("ar", "ckb")
#: What a call is named, and which of its arguments hold texts.
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
#: A call in what templatize makes of a template: a name, then texts in quotes and plain words.
CALL = re.compile(r"""\b((?:n|p|np)?gettext\((?:[^'"()]|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")*\))""")
PLURALS = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 :"
    " n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;",
    "ckb": "nplurals=2; plural=(n != 1);",
}


#: Names of formats and of ourselves: the same in every language. Whatever else reads as in another
#: language was copied, not translated.
SAME = {"CSV", "XLSX", "PDF", "iCalendar", "Jisr"}
#: Words that Sorani shares with Arabic letter by letter.
SHARED: set[str] = set()
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w+\}|%[sd]")
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


class Command(BaseCommand):
    help = "Brings the catalogues up to the source; --compile makes .mo files, --check only checks."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--compile", action="store_true")
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["compile"]:
            for language in LANGUAGES:
                self._compile(language)
        elif options["check"]:
            faults = [fault for language in LANGUAGES for fault in self._faults(language)]
            if faults:
                raise CommandError("\n".join(faults))
        else:
            for language in LANGUAGES:
                self._merge(language)

    def _merge(self, language: str) -> None:
        catalogue = _read(language)
        catalogue.update(_source(), no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.creation_date = catalogue.revision_date = EPOCH  # no change without a change
        _path(language).parent.mkdir(parents=True, exist_ok=True)
        with _path(language).open("wb") as file:
            write_po(
                file, catalogue, omit_header=False, sort_output=True, no_location=True, width=0
            )
        self.stdout.write(f"{language}: {sum(not _done(m) for m in catalogue if m.id)} to do")

    def _compile(self, language: str) -> None:
        made = io.BytesIO()
        write_mo(made, _read(language))
        _path(language).with_suffix(".mo").write_bytes(made.getvalue())

    def _faults(self, language: str) -> Iterator[str]:
        catalogue, source = _read(language), _source()
        wanted = {_key(message) for message in source if message.id}
        there = {_key(message): message for message in catalogue if message.id}
        for key in wanted - there.keys():
            yield f"{language}: missing {key[0]!r}"
        for key in there.keys() - wanted:
            yield f"{language}: no longer used {key[0]!r}"
        for message in there.values():
            if not _done(message):
                yield f"{language}: not translated {message.id!r}"
            for error in message.check(catalogue):
                yield f"{language}: {message.id!r}: {error}"
            if not _placeholders_kept(message):
                yield f"{language}: placeholders differ {message.id!r}"
        yield from _copied(language, there)


def _key(message: Message) -> tuple[str, str | None]:
    return (message.id if isinstance(message.id, str) else message.id[0], message.context)


def _done(message: Message) -> bool:
    texts = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return all(texts) and not message.fuzzy


def _forms(text: Any) -> list[str]:
    return list(text) if isinstance(text, (tuple, list)) else [str(text)]


def _placeholders_kept(message: Message) -> bool:
    """Whether each form names what the text names; that for one or two may leave the number out."""
    wanted = {part for text in _forms(message.id) for part in PLACEHOLDER.findall(text)}
    found = [set(PLACEHOLDER.findall(text)) for text in _forms(message.string)]
    if len(found) == 1:
        return found[0] == wanted
    return found[-1] == wanted and all(names <= wanted for names in found)


def _copied(language: str, there: dict[tuple[str, str | None], Message]) -> Iterator[str]:
    """Texts that read as in another language: left in English, or Arabic in the Kurdish file."""
    others = {} if language == "ar" else {_key(m): m for m in _read("ar") if m.id}
    for key, message in there.items():
        told = _forms(message.string)
        arabic = _forms(others[key].string) if key in others else []
        letters = any(c.isalpha() for c in PLACEHOLDER.sub("", told[0]))
        if not letters or key[0] in SAME:
            continue
        if told[0] == key[0]:
            yield f"{language}: left in English {key[0]!r}"
        elif told[0] in arabic and told[0] not in SHARED:
            yield f"{language}: the same as in Arabic {key[0]!r}: {told[0]!r}"


def _path(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def _read(language: str) -> Catalog:
    if not _path(language).exists():
        return _empty(language)
    with _path(language).open("rb") as file:
        # A language that Babel's locale data has no plural for keeps the header's.
        return read_po(file, locale=language)


def _empty(language: str) -> Catalog:
    header = f'msgid ""\nmsgstr ""\n"Plural-Forms: {PLURALS[language]}\\n"\n'
    header += '"Content-Type: text/plain; charset=utf-8\\n"\n'
    return read_po(io.BytesIO(header.encode()), locale=language)


def _source() -> Catalog:
    catalogue = Catalog(charset="utf-8")
    for path, text in _texts():
        lines = io.BytesIO(text.encode())
        found = extract("python", lines, KEYWORDS, comment_tags=("Translators:",), options={})
        for line, message, comments, context in found:
            catalogue.add(
                message, locations=[(path, line)], auto_comments=comments, context=context
            )
    return catalogue


def _texts() -> Iterator[tuple[str, str]]:
    """Source files as Python text, templates turned into it as makemessages does."""
    for path in sorted((settings.BASE_DIR / "engagement").rglob("*.py")):
        yield path.name, path.read_text(encoding="utf-8")
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        # What stands between the calls is blotted out by templatize, and is no Python.
        calls = (found[1] for found in CALL.finditer(templatize(text, origin=str(path))))
        yield path.name, "\n".join(calls)
