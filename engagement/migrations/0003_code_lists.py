"""Regions and actor types, from the files of their rooms."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.db import migrations

HOME = Path(__file__).resolve().parent.parent
SCHEMES = (
    ("iso_3166_2", "iso_3166_2", "2020"),
    ("cod_pcode", "ocha_pcode", "2020"),
    ("ocha_pcode_2015", "ocha_pcode", "2015"),
    ("cosit_code", "cosit", ""),
    ("geonames_id", "geonames", ""),
)
CENSUS = "Census of Iraq, 20 November 2024"
ESTIMATE = "Our estimate: what the census of 2024 leaves, shared by COSIT's table of 2010"


def rows(room: str, name: str) -> Iterator[dict[str, str]]:
    with (HOME / room / "data" / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def labels(row: dict[str, str]) -> dict[str, str]:
    return {name: row[name] for name in ("label_en", "label_ar", "label_ckb")}


def load_regions(apps, schema_editor):
    Region, Code = (apps.get_model("engagement", name) for name in ("Region", "RegionCode"))
    Population = apps.get_model("engagement", "Population")
    for row in rows("regions", "countries.csv"):
        country = Region.objects.create(
            key=row["key"], kind="country", sort_key=row["label_en"], **labels(row)
        )
        if row["iso_3166_1"]:
            Code.objects.create(region=country, scheme="iso_3166_1", code=row["iso_3166_1"])
    iraq = Region.objects.get(key="iraq")
    for row in rows("regions", "governorates.csv"):
        governorate = Region.objects.create(
            key=row["key"],
            kind="governorate",
            parent=iraq,
            capital=row["capital"] == "1",
            valid_from=row["valid_from"] or None,
            valid_precision="year" if row["valid_from"] else "day",
            tile_row=row["tile_row"],
            tile_column=row["tile_column"],
            sort_key=row["label_en"],
            short_en=row["short_en"],
            short_ar=row["short_ar"],
            short_ckb=row["short_ckb"],
            **labels(row),
        )
        for column, scheme, version in SCHEMES:
            if row[column]:
                Code.objects.create(
                    region=governorate, scheme=scheme, version=version, code=row[column]
                )
        if row["population"]:
            Population.objects.create(
                region=governorate,
                year=row["population_year"],
                people=row["population"],
                status=row["population_status"],
                source=CENSUS if row["population_status"] == "census" else ESTIMATE,
            )


def load_lists(apps, schema_editor):
    Region = apps.get_model("engagement", "Region")
    List = apps.get_model("engagement", "GovernorateList")
    Entry = apps.get_model("engagement", "GovernorateListEntry")
    iraq = Region.objects.get(key="iraq")
    sulaymaniyah = Region.objects.get(key="sulaymaniyah")
    for code in ("18", "19"):
        made = List.objects.create(code=code, country=iraq)
        for region in Region.objects.filter(parent=iraq, kind="governorate"):
            folded = code == "18" and region.key == "halabja"
            Entry.objects.create(
                list=made, region=region, counted_in=sulaymaniyah if folded else region
            )


def load_actor_types(apps, schema_editor):
    ActorType = apps.get_model("engagement", "ActorType")
    for order, row in enumerate(rows("stakeholders", "actor_types.csv")):
        ActorType.objects.create(
            code=row["code"],
            group=row["group"],
            default_relation=row["default_relation"],
            security_actor=row["security_actor"] == "1",
            note=row["note"],
            order=order,
            **labels(row),
        )


class Migration(migrations.Migration):
    dependencies = [("engagement", "0002_programmes_do_not_cross")]

    operations = [
        migrations.RunPython(load_regions, migrations.RunPython.noop),
        migrations.RunPython(load_lists, migrations.RunPython.noop),
        migrations.RunPython(load_actor_types, migrations.RunPython.noop),
    ]
