"""Start of the room: its jobs are known to every process that has the app."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """Registers the room's job handler and its own kinds of message."""

    name = "guildhall.notify"

    def ready(self) -> None:
        """Import what registers itself."""
        from guildhall.notify import tasks  # noqa: F401  # app ready
