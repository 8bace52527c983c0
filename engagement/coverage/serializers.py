"""What coverage answers over the API, for its document; the content stands in representations."""

from __future__ import annotations

from rest_framework import serializers

from engagement.briefs.codes import Indicator
from engagement.regions.serializers import Labels, RegionCodeSerializer


class Exact(serializers.Serializer):
    """A number of meetings, or of another unit, with its fraction."""

    exact = serializers.CharField(help_text="A whole number or a fraction: `53`, `107/2`.")
    number = serializers.FloatField()


class Ends(serializers.Serializer):
    """From low to high."""

    low = serializers.FloatField()
    high = serializers.FloatField()


class ShareSerializer(serializers.Serializer):
    """A part of a whole. Under ten of the whole there is no percentage, and no bounds."""

    numerator = Exact()
    denominator = serializers.IntegerField()
    unknown = Exact(help_text="Not known whether it belongs to the numerator.")
    percent = serializers.IntegerField(allow_null=True)
    bounds = Ends(allow_null=True, help_text="In percent: no unknown in the part, all in it.")


class RecordedSerializer(serializers.Serializer):
    """Where the field is optional: how many have it, of how many."""

    recorded = serializers.IntegerField()
    of = serializers.IntegerField()


class LineSerializer(serializers.Serializer):
    """A companion of the value: another reading of it, or a part."""

    code = serializers.CharField()
    label = serializers.CharField()
    share = ShareSerializer(allow_null=True)
    number = Exact(allow_null=True)
    meetings = serializers.CharField(allow_null=True, help_text="The list behind it.")


class Links(serializers.Serializer):
    meetings = serializers.CharField(allow_null=True, help_text="The list behind the value.")
    method = serializers.CharField(help_text="How it is counted.")


class IndicatorSerializer(serializers.Serializer):
    """One indicator. Either `share` or `number` is set, or neither: no data."""

    code = serializers.ChoiceField(choices=Indicator.choices)
    label = serializers.CharField()
    recommendations = serializers.ListField(child=serializers.CharField())
    unit = serializers.CharField()
    better = serializers.CharField()
    formula = serializers.CharField()
    share = ShareSerializer(allow_null=True)
    number = Exact(allow_null=True)
    of = serializers.IntegerField(allow_null=True, help_text="What the number is out of.")
    n = serializers.IntegerField(help_text="How many of the unit it rests on.")
    recorded = RecordedSerializer(allow_null=True)
    interval = Ends(allow_null=True, help_text="At 95 percent; of a share from 0 to 1.")
    lines = LineSerializer(many=True)
    links = Links()


class PeriodSerializer(serializers.Serializer):
    first = serializers.DateField()
    last = serializers.DateField()
    quarter = serializers.CharField(allow_null=True)


class TeamName(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()


class ListBreak(serializers.Serializer):
    """The list changed inside the period: earlier meetings stand under the list before."""

    day = serializers.DateField()
    before = serializers.CharField()


class ListSerializer(serializers.Serializer):
    """The governorate list in force on the last day."""

    code = serializers.CharField()
    changed = ListBreak(allow_null=True)


class PlacesSerializer(serializers.Serializer):
    """Counted meetings by place. The first four add up to `held`."""

    beyond = Exact()
    capital = Exact()
    abroad = Exact()
    unknown = Exact()
    held = Exact()
    remote = Exact()
    intermediary = Exact()


class GovernorateSerializer(serializers.Serializer):
    """One governorate of the list, in whole meetings."""

    key = serializers.CharField()
    labels = Labels()
    codes = RegionCodeSerializer(many=True)
    visited = serializers.IntegerField()
    heard = serializers.IntegerField()
    heard_remote = serializers.IntegerField()
    heard_intermediary = serializers.IntegerField()
    tried = serializers.IntegerField()
    state = serializers.ChoiceField(choices=("visited", "failed", "heard", "never"))


class HowSureSerializer(serializers.Serializer):
    """What the log gives away about what is missing from it."""

    counted = serializers.IntegerField()
    timely = serializers.IntegerField(help_text="Logged within seven days.")
    no_place = serializers.IntegerField()
    no_type = serializers.IntegerField()
    possible_duplicates = serializers.IntegerField()
    teams = serializers.IntegerField()
    silent_teams = serializers.ListField(child=serializers.CharField())


class TeamFigures(serializers.Serializer):
    """One team's own meetings; a joint meeting stands in each of its teams."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    counted = serializers.IntegerField()
    beyond = ShareSerializer(help_text="I1")
    beyond_state = ShareSerializer(help_text="I4")


class TeamsSerializer(serializers.Serializer):
    """The teams do not add up to the total: a joint meeting is one there and one in each team."""

    items = TeamFigures(many=True)
    counted = serializers.IntegerField(help_text="Of the whole programme.")
    joint = serializers.IntegerField(help_text="Meetings of several teams.")


class MatrixCellSerializer(serializers.Serializer):
    """Meetings with a group in a governorate: a number, or what stands in its place."""

    group = serializers.CharField()
    n = serializers.IntegerField(required=False)
    hidden = serializers.ChoiceField(
        choices=("0-4", "withheld"), required=False, help_text="Small, or beside a small one."
    )
    state = serializers.CharField()


class MatrixRow(serializers.Serializer):
    governorate = serializers.CharField()
    total = serializers.IntegerField(help_text="Each meeting once.")
    cells = MatrixCellSerializer(many=True)


class MatrixSerializer(serializers.Serializer):
    """Groups by governorates, in person or partly online; small cells are hidden."""

    groups = serializers.ListField(child=serializers.CharField())
    rows = MatrixRow(many=True)
    outside_the_capital = MatrixCellSerializer(many=True)


class QuarterSerializer(serializers.Serializer):
    """One quarter of the trend; the last may still run."""

    quarter = serializers.CharField()
    first = serializers.DateField()
    counted = serializers.IntegerField()
    visited = serializers.IntegerField(help_text="Governorates.")
    beyond = ShareSerializer(help_text="I1")
    non_state = ShareSerializer(help_text="With a non-state counterpart, hybrid actors apart.")
    with_hybrid = ShareSerializer(help_text="With a non-state or hybrid counterpart.")
    civilians = ShareSerializer(help_text="I6")


class CoverageSerializer(serializers.Serializer):
    """Coverage over one period: programme figures, alike for every member."""

    method_version = serializers.IntegerField()
    rule_version = serializers.IntegerField()
    scope = serializers.ChoiceField(choices=("programme figures",))
    period = PeriodSerializer()
    team = TeamName(allow_null=True)
    governorate_list = ListSerializer()
    indicators = IndicatorSerializer(many=True)
    places = PlacesSerializer()
    governorates = GovernorateSerializer(many=True)
    matrix = MatrixSerializer()
    trend = QuarterSerializer(many=True)
    teams = TeamsSerializer()
    how_sure = HowSureSerializer()
