"""Putting bytes away, reading and removing them."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from guildhall.core.encrypted import open_bytes, seal_bytes
from guildhall.core.tokens import new_token
from guildhall.files.models import StoredFile


def store_file(
    content: bytes,
    *,
    name: str,
    at: datetime,
    content_type: str = "",
    organization_id: int | None = None,
    person_id: int | None = None,
) -> StoredFile:
    """Keep bytes, sealed, under a random name; the given name stays a label."""
    path = default_storage.save(
        f"{new_token()[:2]}/{new_token()}", ContentFile(seal_bytes(content))
    )
    return StoredFile.objects.create(
        name=name[-200:],
        content_type=content_type[:100],
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        path=path,
        organization_id=organization_id,
        uploaded_by_id_of_person=person_id,
        stored_at=at,
    )


def remove_file(file: StoredFile) -> None:
    """Remove the bytes and the row."""
    default_storage.delete(file.path)
    file.delete()


def seal_again(file: StoredFile) -> None:
    """Seal the bytes with the newest key, under a new name; the row points there only then."""
    with default_storage.open(file.path, "rb") as stored:
        content = open_bytes(bytes(stored.read()))
    before = file.path
    path = default_storage.save(
        f"{new_token()[:2]}/{new_token()}", ContentFile(seal_bytes(content))
    )
    if StoredFile.objects.filter(pk=file.pk, path=before).update(path=path):
        default_storage.delete(before)
    else:
        # It was removed meanwhile: nothing points at the copy.
        default_storage.delete(path)
