"""The room as Django knows it."""

from django.apps import AppConfig


class GoalsConfig(AppConfig):
    """What a pair works on."""

    name = "guildhall.goals"

    def ready(self) -> None:
        """Join in when a pair ends."""
        from guildhall.goals.actions import promises  # noqa: F401  # app ready
