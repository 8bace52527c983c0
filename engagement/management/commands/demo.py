"""`manage.py demo`: the demonstration programme, invented from end to end."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from engagement.demonstration.programme import PROGRAMME, make
from engagement.models import Programme


class Command(BaseCommand):
    help = "Makes the demonstration programme, once; where it is there, nothing changes."

    def handle(self, *args: Any, **options: Any) -> None:
        if Programme.objects.filter(name=PROGRAMME).exists():
            self.stdout.write("The demonstration programme is there already.")
            return
        meetings = make(timezone.now())
        self.stdout.write(f"Made {PROGRAMME!r} with {meetings} invented meetings.")
