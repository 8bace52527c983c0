"""Files of a meeting: what is taken, what is refused, what a picture tells no more."""

from __future__ import annotations

import contextlib
import io
import random
import warnings
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from engagement.access.keys import new_id
from engagement.access.tlp import Tlp
from engagement.audit.models import Export
from engagement.meetings.attachments.media import PICTURES, Refused, kind_of
from engagement.meetings.attachments.models import Attachment
from engagement.meetings.attachments.pictures import written_anew
from engagement.meetings.models import Meeting
from tests.cast import meet, register
from tests.conftest import owner
from tests.meetings.browsing import client_of

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
GPS, ORIENTATION = 0x8825, 0x0112


def packed(**parts) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/"), content)
    return held.getvalue()


def word(more: str = "", **parts) -> bytes:
    types = f'<Types><Override ContentType="{WORD}.main+xml"/>{more}</Types>'
    return packed(**{"[Content_Types].xml": types, "word__document.xml": "<w/>", **parts})


def picture(form: str = "JPEG", size=(40, 20), mode: str = "RGB", **options) -> bytes:
    held = io.BytesIO()
    Image.new(mode, size).save(held, form, **options)
    return held.getvalue()


def photograph() -> bytes:
    """A picture that lies on its side and says where it was taken."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[GPS] = {1: "N", 2: (30.0, 30.0, 0.0), 3: "E", 4: (47.0, 48.0, 0.0)}
    exif[0x010F] = "Canary Camera"
    return picture(exif=exif.tobytes(), comment=b"Canary comment")


@pytest.fixture
def meeting(cast):
    return meet(cast.amal, "basra", who=(register(cast.amal, "A"),))


def send(client, meeting, content: bytes, name: str, **values):
    data = {"id": str(new_id()), "tlp": "2", "file": SimpleUploadedFile(name, content), **values}
    return client.post(reverse("meeting_attach", args=[meeting.pk]), data)


def kept() -> Attachment:
    with owner():
        return Attachment.plain.get()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.txt", "محضر الاجتماع".encode(), "text/plain"),
        ("a.csv", b"name,number\nA,1\n", "text/csv"),
        ("a.txt", "كتابة".encode("cp1256"), "text/plain"),
        ("a.docx", word(), WORD),
        (
            "a.odt",
            packed(
                **{"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}
            ),
            "application/vnd.oasis.opendocument.text",
        ),
        ("a.png", picture("PNG"), "image/png"),
        ("a.webp", picture("WEBP"), "image/webp"),
        ("whatsapp.jpg", picture("PNG"), "image/png"),
    ],
)
def test_a_file_of_a_known_kind_is_taken_by_its_content(amal, meeting, name, content, kind):
    assert send(amal, meeting, content, name).status_code == 302

    assert kept().media_type == kind


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"MZ\x90\x00" + b"\x00" * 60),
        ("a.pdf", b"<!doctype html><script>1</script>"),
        ("a.pdf", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.txt", b"\xef\xbb\xbf  <HTML><body>"),
        ("a.pdf", b"plain words"),
        ("a.pdf", b"GIF89a%PDF-1.7 %%EOF"),
        ("a.pdf", PDF + packed(a="1") + b"%%EOF"),
        ("a.exe", PDF),
        ("a.html", b"words"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50),
        ("a.jpg", picture()[:80]),
        ("a.zip", packed(a="1")),
        ("a.docx", word(**{"word__vbaProject.bin": "x"})),
        ("a.docx", word('<Override ContentType="application/vnd.ms-word.macroEnabled"/>')),
        ("a.docx", b"PK\x03\x04" + b"\x00" * 200),
        ("a.sh", b"#!/bin/sh\nrm -rf /"),
        ("a.pdf", b""),
    ],
)
def test_a_file_in_disguise_is_refused_in_words(amal, meeting, name, content):
    answer = send(amal, meeting, content, name)

    assert answer.status_code == 422
    assert answer.context["attachment_form"].errors["file"]
    with owner():
        assert not Attachment.plain.exists()


def test_a_file_of_20_mb_is_refused_in_words(amal, meeting):
    answer = send(amal, meeting, PDF + b"0" * (20 * 1024 * 1024), "large.pdf")

    assert answer.status_code == 422
    assert "The file is too large: at most 10 MB." in answer.content.decode()


def test_a_file_just_over_the_limit_is_refused_too(amal, meeting):
    answer = send(amal, meeting, PDF + b"\n" * (10 * 1024 * 1024) + b"%%EOF", "large.pdf")

    assert answer.status_code == 422
    assert "at most 10 MB" in answer.content.decode()


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.docx"])
def test_a_damaged_file_is_taken_or_refused_and_never_an_error_of_ours(name):
    chance = random.Random(7)
    whole = {
        "a.jpg": photograph(),
        "a.png": picture("PNG", mode="P"),
        "a.webp": picture("WEBP"),
        "a.docx": word(),
    }[name]
    for _ in range(200):
        content = bytearray(whole)
        for _ in range(chance.choice((1, 3, 9))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        with contextlib.suppress(Refused), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's, about what is damaged
            kind = kind_of(bytes(content), name)
            if kind in PICTURES:
                written_anew(bytes(content), kind)


def test_a_picture_is_kept_upright_and_without_the_place_it_was_taken(amal, meeting):
    sent = photograph()
    assert Image.open(io.BytesIO(sent)).getexif().get_ifd(GPS)

    send(amal, meeting, sent, "photo.jpg")

    content = bytes(kept().content)
    again = Image.open(io.BytesIO(content))
    assert again.size == (20, 40)
    assert not dict(again.getexif())
    assert b"Canary" not in content
    assert b"Exif" not in content


def test_what_hangs_behind_a_picture_is_not_kept(amal, meeting):
    send(amal, meeting, picture("PNG") + packed(a="secret"), "photo.png")

    assert not zipfile.is_zipfile(io.BytesIO(bytes(kept().content)))


def test_a_picture_of_too_many_pixels_is_refused(amal, meeting):
    answer = send(amal, meeting, picture("PNG", (9000, 9000), "1"), "bomb.png")

    assert answer.status_code == 422
    assert "too many pixels" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("..\\..\\secret\u202efdp.pdf", "secretfdp.pdf"),
        ("a\u200b \x07b<c>.pdf", "a bc.pdf"),
        ("محضر ٢٠٢٦.pdf", "محضر ٢٠٢٦.pdf"),
        ("without ending", "without ending.pdf"),
        ("x" * 240 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_a_name_is_kept_clean(amal, meeting, name, clean):
    send(amal, meeting, PDF, name)

    assert kept().name == clean


def test_a_file_stricter_than_its_meeting_raises_it_with_a_word(cast, amal, meeting):
    answer = send(amal, meeting, PDF, "a.pdf", tlp="4")

    page = amal.get(answer["Location"]).content.decode()
    assert "because of a file in it" in page
    with owner():
        assert Meeting.plain.get(pk=meeting.pk).tlp == Tlp.RED
    assert client_of(cast.bassam).get(answer["Location"]).status_code == 404


def test_a_guest_team_does_not_shut_the_lead_team_out(cast):
    made = meet(
        cast.amal, "basra", who=(register(cast.amal, "A"),), guest_team_ids=(cast.partner.pk,)
    )

    answer = send(client_of(cast.carla), made, PDF, "a.pdf", tlp="4")

    assert answer.status_code == 422
    assert "Only the lead team may change who sees this." in answer.content.decode()


def test_a_file_comes_back_to_be_saved_never_shown_and_that_is_noted(cast, amal, meeting):
    send(amal, meeting, PDF, "محضر.pdf")

    answer = amal.get(reverse("attachment", args=[kept().pk]))

    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    with owner():
        note = Export.objects.get()
    assert (note.what, note.format, note.user_id) == ("attachment", "file", cast.amal.user_id)


@pytest.mark.parametrize("other", ["carla", "ruth", "omar", "idris"])
def test_whoever_may_not_open_the_meeting_gets_no_file(cast, amal, meeting, other):
    send(amal, meeting, PDF, "a.pdf")
    client = client_of(getattr(cast, other))

    assert client.get(reverse("attachment", args=[kept().pk])).status_code == 404
    assert send(client, meeting, PDF, "b.pdf").status_code in (403, 404)
    told = client.post(reverse("attachment_withdraw", args=[kept().pk]), {"reason": "x"})
    assert told.status_code in (403, 404)


def test_a_withdrawn_file_is_given_to_nobody_and_its_level_goes_with_it(amal, meeting):
    send(amal, meeting, PDF, "a.pdf", tlp="4")
    address = reverse("attachment_withdraw", args=[kept().pk])

    assert amal.post(address, {"reason": " "}).status_code == 422
    assert amal.post(address, {"reason": "Wrong file"}).status_code == 302

    assert amal.get(reverse("attachment", args=[kept().pk])).status_code == 404
    with owner():
        assert Meeting.plain.get(pk=meeting.pk).tlp == Tlp.AMBER


def test_the_same_request_again_keeps_one_file_and_another_content_is_a_clash(amal, meeting):
    key = str(new_id())

    for _ in range(2):
        assert send(amal, meeting, PDF, "a.pdf", id=key).status_code == 302
    assert send(amal, meeting, PDF + b"%%EOF", "a.pdf", id=key).status_code == 409

    assert kept().size == len(PDF)
