"""The room as Django knows it."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """When a pair meets."""

    name = "guildhall.meetings"
