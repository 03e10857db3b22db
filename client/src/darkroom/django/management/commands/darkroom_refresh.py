"""The command `manage.py darkroom_refresh`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from darkroom import DarkroomError
from darkroom.django import refreshing


class Command(BaseCommand):
    """Asks the service about images that were not ready yet."""

    help = (
        "Update rows whose images were not ready when they were saved, for example because the service was "
        "down or there is no webhook. Safe to repeat."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Update the rows and print how many changed. Raises CommandError if the service is unavailable."""
        try:
            count = refreshing.refresh_all()
        except (DarkroomError, ValueError) as error:
            raise CommandError(f"The images could not be updated. {error}") from error
        self.stdout.write(f"Rows updated: {count}")
