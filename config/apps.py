from django.apps import AppConfig


class DeploymentConfig(AppConfig):
    """Makes the Celery app known to shared tasks, and carries the deployment's commands."""

    name = "config"
    label = "deployment"

    def ready(self) -> None:
        from config import celery  # noqa: F401, PLC0415  after the settings are there
