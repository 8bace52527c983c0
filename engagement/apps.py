from django.apps import AppConfig


class EngagementConfig(AppConfig):
    """The application: one app, one migration history, cut into rooms."""

    name = "engagement"
    verbose_name = "Jisr, stakeholder engagement"

    def ready(self) -> None:
        # Registered once the apps are loaded.
        from engagement import checks  # noqa: F401, PLC0415
        from engagement.reports import letters  # noqa: F401, PLC0415
