"""The room as Django knows it."""

from django.apps import AppConfig


class ConcernsConfig(AppConfig):
    """A worry over practice, and the final decision."""

    name = "guildhall.concerns"

    def ready(self) -> None:
        """Join in when a pair ends, and tell the matcher who judged whom."""
        from guildhall.concerns import facts  # noqa: F401  # app ready
        from guildhall.concerns.actions import ending  # noqa: F401  # app ready
