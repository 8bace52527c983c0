"""The Celery application: `celery -A config worker`, `celery -A config beat`."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("jisr")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(
    [
        *("engagement.audit", "engagement.coverage", "engagement.jobs"),
        *("engagement.mail", "engagement.registry.arrivals", "engagement.registry.duplicates"),
        *("engagement.reports", "engagement.sync.batches", "engagement.sync.feed"),
        *("engagement.sync.snapshots", "engagement.sync.workbooks"),
    ]
)
