"""Start of the room: the index of names is looked after when the database is migrated."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DirectoryConfig(AppConfig):
    """Keeps the index of names."""

    name = "guildhall.directory"

    def ready(self) -> None:
        """Have it made after each migration."""
        from guildhall.directory.name_index import keep_name_index  # app ready

        post_migrate.connect(keep_name_index, sender=self)
