"""Start of the room: what it registers is known to every process that has the app."""

from django.apps import AppConfig


class RelationshipsConfig(AppConfig):
    """Registers a fact, the kinds of message and the acts behind links in mails."""

    name = "guildhall.relationships"

    def ready(self) -> None:
        """Import what registers itself."""
        from guildhall.relationships import facts  # noqa: F401  # app ready
        from guildhall.relationships.actions import links  # noqa: F401  # app ready
