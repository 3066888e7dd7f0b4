"""Confidential text at rest: encrypted in the column, rotated by adding a key in front.

Source: cryptography's MultiFernet (AES-128-CBC with HMAC-SHA256). The first key writes;
all keys read. The keys live outside the database (GUILDHALL_FIELD_KEYS).
"""

from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

from guildhall.core.errors import GuildhallError


@lru_cache(maxsize=4)
def _fernet(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key.encode()) for key in keys])


def _box() -> MultiFernet:
    return _fernet(tuple(settings.GUILDHALL_FIELD_KEYS))


def encrypt(text: str) -> str:
    """Text to token, with the newest key."""
    return _box().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Token to text, with whichever key fits."""
    try:
        return _box().decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise GuildhallError(
            "A confidential text cannot be read: its key is missing from GUILDHALL_FIELD_KEYS."
        ) from error


def is_newest(token: bytes) -> bool:
    """Whether it is sealed with the newest key already."""
    try:
        _fernet(tuple(settings.GUILDHALL_FIELD_KEYS[:1])).decrypt(token)
    except InvalidToken:
        return False
    return True


def seal_bytes(content: bytes) -> bytes:
    """A file's content to ciphertext, with the newest key."""
    return _box().encrypt(content)


def open_bytes(token: bytes) -> bytes:
    """Ciphertext to a file's content, with whichever key fits."""
    try:
        return _box().decrypt(token)
    except InvalidToken as error:
        raise GuildhallError(
            "A stored file cannot be read: its key is missing from GUILDHALL_FIELD_KEYS."
        ) from error


class EncryptedTextField(models.TextField[str, str]):
    """A text column that holds only ciphertext. It cannot be searched or ordered by."""

    def get_prep_value(self, value: Any) -> Any:
        plain = super().get_prep_value(value)
        return encrypt(plain) if plain else plain

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return decrypt(value) if value else value
