"""Places: countries, governorates, districts; their codes, populations and lists, all dated."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from engagement.access.models import Programme


def label_field(language: str | None = None) -> str:
    """The column that holds labels in this language: `label_en`, `label_ar` or `label_ckb`."""
    code = language or get_language() or "en"
    return f"label_{code}" if code in ("ar", "ckb") else "label_en"


class Labelled(models.Model):
    """Has its label in the three languages of the interface."""

    label_en = models.CharField(max_length=120)
    label_ar = models.CharField(max_length=120)
    label_ckb = models.CharField(max_length=120)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The label in the language of the page."""
        return str(getattr(self, label_field()))


class Region(Labelled):
    """A country, governorate or district. `administered_by` stands apart from `parent`."""

    class Kind(models.TextChoices):
        COUNTRY = "country", _("Country")
        GOVERNORATE = "governorate", _("Governorate")
        DISTRICT = "district", _("District")

    key = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=16, choices=Kind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    administered_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    short_en = models.CharField(max_length=12, blank=True)
    short_ar = models.CharField(max_length=12, blank=True)
    short_ckb = models.CharField(max_length=12, blank=True)
    capital = models.BooleanField(default=False)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    valid_precision = models.CharField(max_length=8, default="day")
    #: Place on the tile map, one to five from the north-west; null where it is not on it.
    tile_row = models.PositiveSmallIntegerField(null=True)
    tile_column = models.PositiveSmallIntegerField(null=True)
    sort_key = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="country", parent=None) | ~Q(kind="country") & ~Q(parent=None),
                name="region_country_has_no_parent",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gt=F("valid_from")),
                name="region_valid_in_order",
            ),
        )

    @property
    def short(self) -> str:
        """The abbreviation for small maps, in the language of the page."""
        return str(getattr(self, label_field().replace("label", "short")))


class RegionCode(models.Model):
    """A code of a region in one version of one scheme; schemes contradict each other."""

    region = models.ForeignKey(Region, models.CASCADE, related_name="codes")
    scheme = models.CharField(max_length=24)
    version = models.CharField(max_length=12, blank=True)
    code = models.CharField(max_length=24)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("scheme", "version", "code"), name="one_region_per_code"
            ),
            models.UniqueConstraint(
                fields=("region", "scheme", "version"), name="one_code_per_scheme"
            ),
        )

    def __str__(self) -> str:
        return f"{self.scheme} {self.code}"


class Population(models.Model):
    """How many people live in a region, by whom counted, and how sure."""

    class Status(models.TextChoices):
        CENSUS = "census", _("census")
        ESTIMATE = "estimate", _("estimate")

    region = models.ForeignKey(Region, models.CASCADE, related_name="populations")
    year = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField()
    status = models.CharField(max_length=12, choices=Status)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("region", "year", "source"), name="one_population_per_source"
            ),
        )

    def __str__(self) -> str:
        return f"{self.region_id} {self.year}"


class GovernorateList(models.Model):
    """A list of governorates that figures are counted by: of 18, or of 19 with Halabja."""

    code = models.CharField(max_length=8, primary_key=True)
    country = models.ForeignKey(Region, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"list of {self.code}"


class GovernorateListEntry(models.Model):
    """Under which governorate a governorate is counted in a list: itself, or another."""

    list = models.ForeignKey(GovernorateList, models.CASCADE, related_name="entries")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    counted_in = models.ForeignKey(Region, models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("list", "region"), name="one_entry_per_region"),
        )

    def __str__(self) -> str:
        return f"{self.list_id}: {self.region_id}"


class ProgrammeArea(models.Model):
    """Where a programme works, and from which date it counts by the list of 19."""

    programme = models.OneToOneField(
        Programme, models.CASCADE, related_name="area", primary_key=True
    )
    country = models.ForeignKey(Region, models.PROTECT, related_name="+")
    list_of_19_from = models.DateField(_("list of 19 from"), null=True, blank=True)

    def __str__(self) -> str:
        return str(self.programme_id)

    def list_on(self, day: date) -> str:
        """The code of the governorate list in force on a day."""
        return "19" if self.list_of_19_from and day >= self.list_of_19_from else "18"

    def members_of(self, unit: Region) -> dict[str, list[int]]:
        """The regions, districts included, that each list counts under a governorate."""
        entries = GovernorateListEntry.objects.filter(list__country=self.country_id)
        members: dict[str, list[int]] = {"18": [], "19": []}
        for entry in entries.filter(counted_in=unit):
            members[entry.list_id].append(entry.region_id)
        districts = Region.objects.filter(parent__in={i for row in members.values() for i in row})
        for district in districts:
            for ids in members.values():
                if district.parent_id in ids:
                    ids.append(district.pk)
        return members

    def country_regions(self) -> list[int]:
        """The country and everything in it."""
        inside = Q(pk=self.country_id) | Q(parent=self.country_id)
        return list(
            Region.objects.filter(inside | Q(parent__parent=self.country_id)).values_list(
                "pk", flat=True
            )
        )


class GreaterCapital(models.Model):
    """A district or governorate that a programme counts as greater Baghdad, beside the capital's.

    The capital's governorate always belongs to it. Without a row the programme has not said what
    greater Baghdad is, and no figure guesses.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="greater_capital")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("programme", "region"), name="greater_capital_once"),
        )

    def __str__(self) -> str:
        return f"{self.programme_id}: {self.region_id}"
