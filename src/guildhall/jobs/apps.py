"""The last app to be ready: has every room's registrations loaded."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

# Modules that register something when they are loaded: grants and access, job handlers,
# kinds of message, facts for the matcher.
REGISTERING = ("access", "tasks", "messages", "facts")


class JobsConfig(AppConfig):
    """Loads the registering modules of every room, so that no process misses one."""

    name = "guildhall.jobs"

    def ready(self) -> None:
        """Runs once all apps are loaded."""
        autodiscover_modules(*REGISTERING)
