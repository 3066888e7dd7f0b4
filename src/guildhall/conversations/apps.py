"""The room as Django knows it."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """What a pair writes to each other, and each for themselves."""

    name = "guildhall.conversations"
