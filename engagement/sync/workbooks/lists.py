"""The workbooks of a partner."""

from __future__ import annotations

from django.db.models import QuerySet

from engagement.sync.models import Agreement
from engagement.sync.workbooks.models import Workbook

#: Workbooks that the page of an agreement shows.
SHOWN = 20


def workbooks_of(agreement: Agreement) -> QuerySet[Workbook]:
    """All of an agreement, the newest first."""
    rows = Workbook.objects.filter(agreement=agreement, programme_id=agreement.programme_id)
    return rows.select_related("job", "uploaded_by").order_by("-created_at", "-pk")
