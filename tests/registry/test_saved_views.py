"""Views that somebody keeps of a list: their own only, narrowed to what they may open."""

from __future__ import annotations

import pytest

from engagement.access.errors import NotAllowed
from engagement.access.scope import acting_as
from engagement.registry.models import SavedView
from engagement.registry.saved_views import actions
from engagement.registry.saved_views.actions import delete_view, rename_view, save_view, views_of
from tests.meetings.browsing import client_of

pytestmark = pytest.mark.django_db


def keep(actor, name="Basra, held", query="status=held&after=x&format=csv&q="):
    with acting_as(actor, "saved_view.saved"):
        return save_view(actor, "meeting_list", name, query)


def test_a_view_keeps_the_filters_and_nothing_that_passes(cast):
    assert keep(cast.amal).query == "status=held"


def test_a_kept_view_stands_above_its_list_and_marks_itself(cast):
    keep(cast.amal, "مهم")
    client = client_of(cast.amal)

    page = client.get("/meetings/?status=held").content.decode()

    assert 'href="/meetings/?status=held" aria-current="page"><bdi>مهم' in page
    assert "Keep this view" not in page
    assert "مهم" not in client.get("/stakeholders/").content.decode()


def test_a_view_is_its_owners_only(cast):
    view = keep(cast.amal, "CANARY")

    for other in (cast.bassam, cast.carla, cast.omar):
        client = client_of(other)
        assert "CANARY" not in client.get("/meetings/").content.decode()
        at = f"/saved-views/{view.pk}/"
        assert client.post(at, {"name": "Mine"}).status_code == 404
        assert client.post(at, {"delete": "1"}).status_code == 404
        with acting_as(other, "read"):
            assert views_of(other, "meeting_list") == []
            with pytest.raises(NotAllowed):
                delete_view(other, view.pk)


def test_it_is_renamed_and_deleted(cast):
    client = client_of(cast.amal)
    view = keep(cast.amal)

    client.post(f"/saved-views/{view.pk}/", {"name": "  Another  name "})
    with acting_as(cast.amal, "read"):
        assert [row.name for row in views_of(cast.amal, "meeting_list")] == ["Another name"]
    client.post(f"/saved-views/{view.pk}/", {"delete": "1"})
    with acting_as(cast.amal, "read"):
        assert not SavedView.objects.exists()


@pytest.mark.parametrize("name", ["", "  ", "\x00", "x" * 81, "Basra, held"])
def test_a_bad_name_is_told_beside_its_field(cast, name):
    keep(cast.amal)

    answer = client_of(cast.amal).post(
        "/saved-views/", {"page": "meeting_list", "query": "status=planned", "name": name}
    )

    assert answer.status_code == 422
    assert 'aria-describedby="view-problem"' in answer.content.decode()


def test_a_bad_new_name_changes_nothing(cast):
    view = keep(cast.amal)

    answer = client_of(cast.amal).post(
        f"/saved-views/{view.pk}/", {"name": "", "page": "meeting_list"}
    )

    assert answer.status_code == 422
    with acting_as(cast.amal, "read"), pytest.raises(Exception, match="80"):
        rename_view(cast.amal, view.pk, "y" * 81)


def test_filters_too_long_to_keep_are_told(cast):
    answer = client_of(cast.amal).post(
        "/saved-views/", {"page": "meeting_list", "query": "q=" + "x" * 3000, "name": "Long"}
    )

    assert answer.status_code == 422


def test_there_is_an_end_to_views(cast, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 1)
    keep(cast.amal)
    with pytest.raises(Exception, match="Delete one first"):
        keep(cast.amal, "Another")


@pytest.mark.parametrize(
    "page", ["meeting_list", "stakeholder_list", "follow_up_list", "issue_list"]
)
def test_every_list_has_its_views(cast, page):
    client = client_of(cast.amal)

    assert client.get("/saved-views/", {"page": page, "query": "q=a"}).status_code == 200
    kept = client.post("/saved-views/", {"page": page, "query": "q=a", "name": "A"})
    assert client.get(kept.url).status_code == 200
    assert client.get("/saved-views/", {"page": "nonsense"}).status_code == 404
