"""`manage.py periodic_tasks`: what beat does, when it last did, and what of it is paused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django_celery_beat.models import PeriodicTask

#: Beat writes down every three minutes what it sent.
SILENT = timedelta(minutes=10)


class Command(BaseCommand):
    help = "Lists beat's tasks, pauses one or lets it run again, or checks that beat is alive."

    def add_arguments(self, parser: CommandParser) -> None:
        group = parser.add_mutually_exclusive_group()
        group.add_argument("--pause", metavar="NAME")
        group.add_argument("--resume", metavar="NAME")
        group.add_argument(
            "--check", action="store_true", help="fail where beat sent nothing for ten minutes"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self._check()
        elif options["pause"] or options["resume"]:
            self._switch(options["pause"] or options["resume"], active=bool(options["resume"]))
        else:
            self._list()

    def _list(self) -> None:
        for row in PeriodicTask.objects.select_related("interval", "crontab").order_by("name"):
            state = "" if row.enabled else ", paused"
            ran = f"{row.last_run_at:%Y-%m-%d %H:%M:%S %Z}" if row.last_run_at else "never"
            self.stdout.write(f"{row.name}: {row.task}, {row.scheduler}, last sent {ran}{state}")

    def _switch(self, name: str, *, active: bool) -> None:
        row = PeriodicTask.objects.filter(name=name).first()
        if row is None:
            there = ", ".join(PeriodicTask.objects.order_by("name").values_list("name", flat=True))
            raise CommandError(f"There is no such task. There are: {there or 'none yet'}.")
        row.enabled = active
        row.save()  # beat looks every five seconds whether something was saved
        self.stdout.write(f"{name}: {'runs again' if active else 'paused'}")

    def _check(self) -> None:
        late = timezone.now() - SILENT
        if not PeriodicTask.objects.filter(enabled=True, last_run_at__gte=late).exists():
            raise CommandError("Beat has sent nothing for ten minutes.")
