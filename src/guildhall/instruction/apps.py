"""The room as Django knows it."""

from django.apps import AppConfig


class InstructionConfig(AppConfig):
    """Tries, shift notes, weeks and cover."""

    name = "guildhall.instruction"

    def ready(self) -> None:
        """Join in when a pair ends or rests."""
        from guildhall.instruction.actions import ending  # noqa: F401  # app ready
