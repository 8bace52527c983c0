"""The types of record that come in batches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engagement.sync.batches.meeting_records import MeetingRecords
from engagement.sync.batches.records import Records
from engagement.sync.batches.serializers import MeetingData, StakeholderData
from engagement.sync.batches.stakeholder_records import StakeholderRecords


@dataclass(frozen=True)
class Accepted:
    """What writes a type of record, and the shape of its payload."""

    records: type[Records]
    shape: type[Any]


ACCEPTED: Mapping[str, Accepted] = {
    kind.records.object_type: kind
    for kind in (
        Accepted(StakeholderRecords, StakeholderData),
        Accepted(MeetingRecords, MeetingData),
    )
}
