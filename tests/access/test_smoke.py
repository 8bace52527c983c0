import pytest

from engagement.models import Region

pytestmark = pytest.mark.django_db


def test_smoke():
    assert Region.objects.filter(kind="governorate").count() == 19
