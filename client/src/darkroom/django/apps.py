"""The Django app."""

from django.apps import AppConfig


class DarkroomConfig(AppConfig):
    """Registers the system checks."""

    name = "darkroom.django"
    label = "darkroom"
    verbose_name = "Darkroom"

    def ready(self) -> None:
        """Load what Django finds by being imported."""
        from darkroom.django import checks  # noqa: F401, PLC0415 - settings are ready only now
