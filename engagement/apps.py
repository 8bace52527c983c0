from django.apps import AppConfig


class EngagementConfig(AppConfig):
    """The application: one app, one migration history, cut into rooms."""

    name = "engagement"
    verbose_name = "Jisr, stakeholder engagement"

    def ready(self) -> None:
        from engagement import checks  # noqa: F401, PLC0415  registered once the apps are loaded
