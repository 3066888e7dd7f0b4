"""The room as Django knows it."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """What a learner can do, as seen, rated and signed."""

    name = "guildhall.assessment"

    def ready(self) -> None:
        """Join in when pairs begin."""
        from guildhall.assessment.actions import passports  # noqa: F401  # app ready
