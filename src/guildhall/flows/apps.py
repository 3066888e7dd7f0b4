"""Start of the room: its jobs are known to every process that has the app."""

from django.apps import AppConfig


class FlowsConfig(AppConfig):
    """Registers the jobs of the flows."""

    name = "guildhall.flows"

    def ready(self) -> None:
        """Import what registers itself."""
        from guildhall.flows import tasks  # noqa: F401  # app ready
