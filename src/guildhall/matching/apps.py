"""Start of the room: its jobs are known to every process that has the app."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """Registers the job that solves rounds."""

    name = "guildhall.matching"

    def ready(self) -> None:
        """Import what registers itself."""
        from guildhall.matching import tasks  # noqa: F401  # app ready
