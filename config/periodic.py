"""What beat does by itself.

Written into beat's tables each time it starts; whether a task is paused is the operator's choice
(`manage.py periodic_tasks`) and stays.
"""

from __future__ import annotations

from typing import Any

from celery.schedules import crontab

SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
TASKS: dict[str, dict[str, Any]] = {
    "sweep": {"task": "jobs.sweep", "schedule": 30.0},
    "mail": {"task": "mail.send", "schedule": 30.0},
    "stamp": {"task": "audit.stamp", "schedule": 5.0},
    "due-reports": {"task": "reports.ask_due", "schedule": 300.0},
    "fold-coverage": {"task": "coverage.compact", "schedule": 60.0},
    "compare-arrivals": {"task": "arrivals.compare", "schedule": 300.0},
    "prune-batches": {"task": "batches.prune", "schedule": crontab(hour=3, minute=10)},
    "prune-feeds": {"task": "feeds.prune", "schedule": crontab(hour=3, minute=20)},
    "check-coverage": {"task": "coverage.check", "schedule": crontab(hour=2, minute=30)},
}
