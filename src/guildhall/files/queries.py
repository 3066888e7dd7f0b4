"""Reading what was stored."""

from django.core.files.storage import default_storage

from guildhall.core.encrypted import open_bytes
from guildhall.files.models import StoredFile


def file_bytes(file: StoredFile) -> bytes:
    """The content as it came."""
    with default_storage.open(file.path, "rb") as stored:
        return open_bytes(bytes(stored.read()))
