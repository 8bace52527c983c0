"""Every word of the interface can be translated, and is."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

from engagement.management.commands import catalogues

TEMPLATES = Path(settings.BASE_DIR) / "templates"
#: Parts of a template that are translated, or are no text.
MARKED = re.compile(
    r"\{#.*?#\}"
    r"|\{% *comment.*?%\}.*?\{% *endcomment *%\}"
    r"|\{% *blocktranslate.*?%\}.*?\{% *endblocktranslate *%\}"
    r"|\{% *block page_class *%\}.*?\{% *endblock *%\}"
    r"|\{%.*?%\}|\{\{.*?\}\}",
    re.DOTALL,
)
SPOKEN = ("alt", "title", "aria-label", "placeholder")
#: The same word in every language: names of languages in themselves, and of codes.
SAME = {
    *("English", "العربية", "کوردی"),
    *(
        "CLEAR, GREEN",
        "AMBER",
        "AMBER+STRICT",
        "RED",
        "SHA-256",
        "XLSX",
        "PDF",
        "PNG",
        "CSV",
        "ICS",
    ),
}
#: Overrides a library's markup and holds no words.
WORDLESS = {"allauth/elements/button.html", "pages/styleguide_parts.html"}


class Texts(HTMLParser):
    """What a page says: text nodes, and the attributes that are read out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in ("script", "style", "code")
        spoken = (v for k, v in attrs if k in SPOKEN or k.startswith("data-word"))
        self.found += [value.strip() for value in spoken if value]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style", "code")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data.strip())


def unmarked(template: str) -> list[str]:
    """The words of a template that no translation reaches."""
    texts = Texts()
    texts.feed(MARKED.sub(" ", template))
    return [text for text in texts.found if re.search(r"[^\W\d_]{2}", text) and text not in SAME]


def test_no_template_says_a_word_that_cannot_be_translated() -> None:
    found = {}
    for path in sorted(TEMPLATES.rglob("*.html")):
        name = str(path.relative_to(TEMPLATES))
        words = unmarked(path.read_text(encoding="utf-8"))
        if words and name not in WORDLESS:
            found[name] = words
    assert found == {}


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("<p>Save {{ name }}</p>", ["Save"]),
        ('<img alt="A map">', ["A map"]),
        ('<form data-word-sent="Sent">', ["Sent"]),
        ('<p>{% translate "Save" %} · {{ n }}</p>', []),
        ("{% blocktranslate trimmed %}Save it{% endblocktranslate %}", []),
    ],
)
def test_an_unmarked_word_would_be_found(template: str, words: list[str]) -> None:
    assert unmarked(template) == words


def faults(monkeypatch: pytest.MonkeyPatch, ckb: str, ar: str = "تم الحفظ: %(n)s") -> list[str]:
    """What the check says of a catalogue that translates one text."""

    def read(language: str) -> object:
        text = {"ar": ar, "ckb": ckb}[language]
        entry = f'msgid ""\nmsgstr ""\n\n#, python-format\nmsgid "Saved: %(n)s"\nmsgstr "{text}"\n'
        return read_po(io.BytesIO(entry.encode()), locale=language)

    def source() -> object:
        return read_po(io.BytesIO(b'msgid "Saved: %(n)s"\nmsgstr ""\n'))

    monkeypatch.setattr(catalogues, "_read", read)
    monkeypatch.setattr(catalogues, "_source", source)
    return list(catalogues.Command()._faults("ckb"))


@pytest.mark.parametrize(
    ("ckb", "said"),
    [
        ("", "not translated"),
        ("پاشەکەوت کرا", "placeholders differ"),
        ("Saved: %(n)s", "left in English"),
        ("تم الحفظ: %(n)s", "the same as in Arabic"),
    ],
)
def test_a_translation_that_is_none_is_found(
    monkeypatch: pytest.MonkeyPatch, ckb: str, said: str
) -> None:
    assert any(said in fault for fault in faults(monkeypatch, ckb))


def test_a_translation_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert faults(monkeypatch, "پاشەکەوت کرا: %(n)s") == []
