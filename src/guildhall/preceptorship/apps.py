"""The room as Django knows it."""

from django.apps import AppConfig


class PreceptorshipConfig(AppConfig):
    """What only preceptorship does."""

    name = "guildhall.preceptorship"

    def ready(self) -> None:
        """Import what registers itself."""
        from guildhall.preceptorship import charter_promises  # noqa: F401  # app ready
        from guildhall.preceptorship.actions import (
            course_joining,  # noqa: F401  # app ready
            standing_joins,  # noqa: F401  # app ready
        )
