import pytest
from engagement.access.scope import acting_as
from engagement.models import Meeting
from tests.cast import meet, register
pytestmark = pytest.mark.django_db


def test_story(cast):
    a = register(cast.amal, "Sheikh A", "tribe", "basra")
    m = meet(cast.amal, "baghdad", who=(a,))
    assert m.version == 1
    with acting_as(cast.amal, "read"):
        assert Meeting.objects.visible_to(cast.amal).count() == 1
    with acting_as(cast.carla, "read"):
        assert Meeting.objects.visible_to(cast.carla).count() == 0
    with acting_as(cast.bassam, "read"):
        assert Meeting.objects.visible_to(cast.bassam).count() == 1
        from datetime import date
        from engagement.coverage.place import Period, place_figures
        from engagement.regions.choices import area_of
        f = place_figures(Period(date(2026,1,1), date(2026,12,31)), area_of(cast.programme.pk), with_seen=True)
        basra = next(g for g in f.governorates if g.region.key == "basra")
        assert (basra.heard, basra.visited) == (1, 0)
        assert f.places.held == 1
