"""Contact details: sealed, for the team that keeps them, each opening noted."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.keys import new_id
from engagement.access.models import Grant
from engagement.access.scope import acting_as
from engagement.access.sealing import Damaged, NoKey
from engagement.audit.models import Export
from engagement.stakeholders.contacts.actions import add_contact, open_contact, withdraw_contact
from engagement.stakeholders.contacts.drafts import ContactDraft
from engagement.stakeholders.contacts.lists import contact_rows
from engagement.stakeholders.contacts.models import ContactDetail
from engagement.stakeholders.contacts.rekeying import reblind_contacts
from tests.cast import register
from tests.conftest import owner
from tests.meetings.browsing import client_of

pytestmark = pytest.mark.django_db
PHONE = "+964 770 123 4567"


def keep(actor, person, **more):
    values = {"id": new_id(), "stakeholder_id": person.pk, "kind": "phone", "text": PHONE}
    with acting_as(actor, "contact.added"):
        return add_contact(actor, ContactDraft(**{**values, **more}))


def seen(actor):
    """Through row security alone, without the filter."""
    with acting_as(actor, "read"):
        return ContactDetail.objects.unscoped("row security alone").count()


def opened(actor, row):
    with acting_as(actor, "contact.opened"):
        return open_contact(actor, row.pk)


def test_a_contact_detail_is_kept_sealed_and_its_opening_is_noted(cast):
    row = keep(cast.amal, register(cast.amal, "A"), note="mornings only")

    with owner(), connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM engagement_contactdetail")
        assert b"770" not in bytes(cursor.fetchone()[0])
        cursor.execute("SELECT count(*) FROM engagement_contactdetailevent")
        assert cursor.fetchone()[0] == 1
    assert opened(cast.amal, row) == PHONE
    with acting_as(cast.amal, "read"):
        assert list(Export.objects.values_list("what", "format", "query", "rows")) == [
            ("contact", "file", str(row.pk), 1)
        ]


def test_only_the_team_that_keeps_it_and_managers_see_it(cast):
    keep(cast.amal, register(cast.amal, "A"))

    found = {
        name: seen(getattr(cast, name)) for name in ("amal", "carla", "bassam", "ruth", "omar")
    }

    assert found == {"amal": 1, "carla": 0, "bassam": 1, "ruth": 0, "omar": 0}


def test_who_is_named_on_the_stakeholder_is_not_for_that_told_how_to_reach_them(cast):
    person = register(cast.amal, "A", at_risk=True)
    row = keep(cast.amal, person)
    with acting_as(cast.amal, "stakeholder.amended"):
        Grant.objects.create(
            programme_id=cast.amal.programme_id,
            root_id=person.pk,
            user_id=cast.carla.user_id,
            granted_by_id=cast.amal.user_id,
            reason="named",
        )

    assert seen(cast.carla) == 0
    with pytest.raises(NotAllowed):
        opened(cast.carla, row)
    with acting_as(cast.carla, "read"):
        assert contact_rows(cast.carla, person) == []


def test_nobody_opens_what_is_not_there_for_them(cast):
    row = keep(cast.amal, register(cast.amal, "A"))

    for stranger in (cast.carla, cast.ruth, cast.omar, cast.idris):
        with pytest.raises(NotAllowed):
            opened(stranger, row)


def test_a_sealed_text_copied_to_another_row_does_not_open(cast):
    person = register(cast.amal, "A")
    secret, mine = keep(cast.amal, person), keep(cast.amal, person, text="x")
    with acting_as(cast.amal, "contact.added"):
        rows = ContactDetail.objects.visible_to(cast.amal).filter(pk=mine.pk)
        rows.update(sealed=bytes(secret.sealed))

    with pytest.raises(Damaged):
        opened(cast.amal, mine)


def test_after_a_change_of_keys_old_and_new_ones_open(cast, settings):
    person = register(cast.amal, "A")
    old = keep(cast.amal, person)
    settings.SEALING_KEYS = {"new": b"n" * 32, **settings.SEALING_KEYS}
    new = keep(cast.amal, person, text="office@example.org", kind="mail")

    assert (opened(cast.amal, old), opened(cast.amal, new)) == (PHONE, "office@example.org")
    settings.SEALING_KEYS = {"new": b"n" * 32}
    with pytest.raises(NoKey):
        opened(cast.amal, old)


def test_the_same_request_again_is_the_same_row_and_another_is_a_conflict(cast):
    person = register(cast.amal, "A")
    row = keep(cast.amal, person)

    assert keep(cast.amal, person, id=row.pk).pk == row.pk
    with pytest.raises(Conflict):
        keep(cast.amal, person, id=row.pk, text="another")
    with pytest.raises(Conflict):
        keep(cast.carla, person, id=row.pk)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 501}, "text"),
        ({"text": "a\x00"}, "text"),
        ({"note": "x" * 201}, "note"),
        ({"kind": "home"}, "kind"),
        ({"lead_team_id": new_id()}, "lead_team"),
    ],
)
def test_bad_input_is_told_beside_its_field(cast, more, field):
    with pytest.raises(ValidationError) as refused:
        keep(cast.amal, register(cast.amal, "A"), **more)

    assert list(refused.value.message_dict) == [field]


def test_nothing_is_kept_about_somebody_hidden(cast):
    hidden = register(cast.amal, "A", at_risk=True)

    for stranger in (cast.carla, cast.omar, cast.ruth):
        with pytest.raises(NotAllowed):
            keep(stranger, hidden)


def test_what_is_out_of_use_is_neither_listed_nor_opened(cast):
    person = register(cast.amal, "A")
    row = keep(cast.amal, person)
    with pytest.raises(ValidationError), acting_as(cast.amal, "contact.withdrawn"):
        withdraw_contact(cast.amal, row.pk, reason="")
    with acting_as(cast.amal, "contact.withdrawn", "old number"):
        withdraw_contact(cast.amal, row.pk, reason="old number")

    with acting_as(cast.amal, "read"):
        assert contact_rows(cast.amal, person) == []
    with pytest.raises(NotAllowed):
        opened(cast.amal, row)


def test_a_list_of_contact_details_never_opens_them(cast):
    person = register(cast.amal, "A")
    keep(cast.amal, person, note="mornings only")

    with acting_as(cast.amal, "read"):
        (row,) = contact_rows(cast.amal, person)
    assert (row["kind_label"], row["note"], row["team"]) == ("Phone", "mornings only", "Mission")
    assert PHONE not in str(row)


# The pages


def test_the_page_keeps_one_and_shows_it_once_by_a_form(cast):
    person, amal = register(cast.amal, "A"), client_of(cast.amal)
    values = {"id": str(new_id()), "kind": "phone", "text": PHONE, "note": ""}

    kept = amal.post(f"/stakeholders/{person.pk}/contacts/new/", values)
    shown = amal.post(f"/contacts/{values['id']}/open/")

    assert kept.status_code == 302
    assert PHONE in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    assert amal.get(f"/contacts/{values['id']}/open/").status_code == 405


def test_the_page_of_another_team_says_that_it_is_not_there(cast):
    row = keep(cast.amal, register(cast.amal, "A"))

    for stranger, status in ((cast.carla, 404), (cast.ruth, 403), (cast.omar, 404)):
        client = client_of(stranger)
        assert client.post(f"/contacts/{row.pk}/open/").status_code == status
        assert client.get(f"/contacts/{row.pk}/withdraw/").status_code == status


def test_a_missing_key_is_told_and_nothing_typed_is_lost(cast, settings):
    person, amal = register(cast.amal, "A"), client_of(cast.amal)
    row = keep(cast.amal, person)
    settings.SEALING_KEYS = {}
    values = {"id": str(new_id()), "kind": "phone", "text": "+964 1", "note": "n"}

    refused = amal.post(f"/stakeholders/{person.pk}/contacts/new/", values)
    closed = amal.post(f"/contacts/{row.pk}/open/")

    assert (refused.status_code, closed.status_code) == (503, 503)
    assert "+964 1" in refused.content.decode()
    assert "its key is missing" in closed.content.decode()


def test_a_bent_form_is_told_with_everything_kept(cast):
    person, amal = register(cast.amal, "A"), client_of(cast.amal)

    for values in ({}, {"id": "x", "kind": "home", "text": "t\x00"}, {"kind": "phone", "text": ""}):
        answer = amal.post(f"/stakeholders/{person.pk}/contacts/new/", values)
        assert answer.status_code == 422


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("phone", "+964 770 123 4567", "0770 1234567"),
        ("phone", "+964 770 123 4567", "٠٧٧٠ ١٢٣ ٤٥٦٧"),
        ("phone", "00964-770-123-4567", "(0770) 123.4567"),
        ("mail", "A.Person@Example.org ", "a.person@example.org"),
        ("messenger", "+9647701234567", "07701234567"),
        ("messenger", "@Jabbar", "@jabbar"),
    ],
)
def test_a_number_is_the_same_however_it_is_written(kind, one, other):
    drafts = [
        ContactDraft(id=new_id(), stakeholder_id=new_id(), kind=kind, text=text)
        for text in (one, other)
    ]

    assert drafts[0].comparable == drafts[1].comparable != ""


@pytest.mark.parametrize(
    ("kind", "text"),
    [("office", "Water Board"), ("through", "his brother"), ("phone", "12"), ("phone", "ask Ali")],
)
def test_what_many_share_or_tells_nobody_is_not_compared(kind, text):
    draft = ContactDraft(id=new_id(), stakeholder_id=new_id(), kind=kind, text=text)

    assert draft.comparable == ""


def test_the_same_number_is_seen_as_such_in_one_team_and_told_to_nobody(cast):
    person, other = register(cast.amal, "A"), register(cast.amal, "B")
    rows = [keep(cast.amal, person), keep(cast.amal, other, text="0770 1234567")]
    far = keep(cast.carla, person)

    assert rows[0].blind == rows[1].blind != far.blind
    assert all("701234567" not in row.blind for row in (*rows, far))


def test_what_was_kept_before_or_under_another_key_is_compared_again(cast, settings):
    settings.SEALING_KEYS = {"old": b"o" * 32}
    one = keep(cast.amal, register(cast.amal, "One"))
    settings.SEALING_KEYS = {"new": b"n" * 32, "old": b"o" * 32}
    two = keep(cast.amal, register(cast.amal, "Two"), text="00964 (770) 1234567")
    assert one.blind != two.blind

    with owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert reblind_contacts(connection) == 1
        assert reblind_contacts(connection) == 0
        found = set(ContactDetail.plain.values_list("blind", flat=True))
    assert found == {two.blind}


def test_where_one_does_not_open_none_is_changed(cast, settings):
    settings.SEALING_KEYS = {"old": b"o" * 32}
    keep(cast.amal, register(cast.amal, "One"))
    settings.SEALING_KEYS = {"new": b"n" * 32}

    with owner(), pytest.raises(NoKey):
        reblind_contacts(connection)
