"""The room as Django knows it."""

from django.apps import AppConfig


class MentoringConfig(AppConfig):
    """What only mentoring does."""

    name = "guildhall.mentoring"

    def ready(self) -> None:
        """Import what registers itself."""
        from guildhall.mentoring.actions import (  # noqa: F401  # app ready
            circles,
            departures,
            ending_links,
            endings,
            homes,
            hours,
            introduction_links,
            request_links,
            talks,
        )
