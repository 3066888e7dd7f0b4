"""Putting bytes away, reading and removing them."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from guildhall.core.encrypted import is_newest, open_bytes, seal_bytes
from guildhall.core.errors import GuildhallError
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


def seal_again(file: StoredFile) -> bool:
    """Seal the bytes with the newest key, under a new name; the row points there only then.

    Returns whether it changed anything: not where they are sealed so already, nor where the file
    was removed meanwhile. Raises GuildhallError where the key is missing.
    """
    before = file.path
    try:
        with default_storage.open(before, "rb") as stored:
            token = bytes(stored.read())
    except FileNotFoundError:
        if StoredFile.objects.filter(pk=file.pk, path=before).exists():
            raise GuildhallError("A stored file is missing from the storage.") from None
        return False
    if is_newest(token):
        return False
    content = open_bytes(token)
    path = default_storage.save(
        f"{new_token()[:2]}/{new_token()}", ContentFile(seal_bytes(content))
    )
    if StoredFile.objects.filter(pk=file.pk, path=before).update(path=path):
        default_storage.delete(before)
        return True
    # It was removed meanwhile: nothing points at the copy.
    default_storage.delete(path)
    return False
