"""Confidential text is unreadable in the table, and keys rotate."""

import pytest
from cryptography.fernet import Fernet

from guildhall.core.encrypted import decrypt, encrypt
from guildhall.core.errors import GuildhallError

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def test_a_round_trip(settings):
    settings.GUILDHALL_FIELD_KEYS = [OLD]
    token = encrypt("between us")
    assert "between us" not in token
    assert decrypt(token) == "between us"


def test_a_new_key_in_front_still_reads_the_old(settings):
    settings.GUILDHALL_FIELD_KEYS = [OLD]
    token = encrypt("between us")
    settings.GUILDHALL_FIELD_KEYS = [NEW, OLD]
    assert decrypt(token) == "between us"
    fresh = encrypt("new")
    settings.GUILDHALL_FIELD_KEYS = [NEW]
    assert decrypt(fresh) == "new"


def test_a_lost_key_is_named(settings):
    settings.GUILDHALL_FIELD_KEYS = [OLD]
    token = encrypt("between us")
    settings.GUILDHALL_FIELD_KEYS = [NEW]
    with pytest.raises(GuildhallError, match="GUILDHALL_FIELD_KEYS"):
        decrypt(token)
