"""The room as Django knows it."""

from django.apps import AppConfig


class HoursConfig(AppConfig):
    """What was worked, and who says so."""

    name = "guildhall.hours"
