"""One governorate."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from engagement.reports.kinds import Kind
from engagement.reports.sections import closing, place

KIND = Kind(
    "governorate",
    gettext_lazy("One governorate"),
    gettext_lazy("Who is met there, what was tried, and what is planned."),
    headline=(lambda facts: place.visited_block(facts.place),),
    sections=(place.one_governorate, place.governorates, closing.sure, closing.method),
    asks="governorate",
    place=5,
)
