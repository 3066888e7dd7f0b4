"""The room as Django knows it."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """What a pair expects of each other, and what they agree."""

    name = "guildhall.agreements"

    def ready(self) -> None:
        """Check the topics, and import what registers itself."""
        from guildhall.agreements import kinds, topics  # noqa: F401  # app ready
        from guildhall.agreements.actions import links  # noqa: F401  # app ready

        topics.topics()
