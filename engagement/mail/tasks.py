"""The sender: asked by beat each half minute, and by doors that do not want to wait for it."""

from __future__ import annotations

from celery import shared_task

from engagement.mail.delivery import deliver


@shared_task(name="mail.send", ignore_result=True)
def send(letter_id: str = "") -> None:
    """Send whatever is due; the id is only there because a queued task is about something."""
    deliver()
