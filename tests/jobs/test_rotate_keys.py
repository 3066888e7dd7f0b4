"""`guildhall rotate-keys` with stored files: afterward the old key is needed by nothing."""

import pytest
from cryptography.fernet import Fernet
from django.core.files.storage import default_storage

from guildhall.core.errors import GuildhallError
from guildhall.files.actions import store_file
from guildhall.files.models import StoredFile
from guildhall.files.queries import file_bytes
from guildhall.jobs import rotate_keys_command
from tests.world import NOW

pytestmark = pytest.mark.django_db(transaction=True)
CONTENT = b"%PDF the plan"


@pytest.fixture
def keys(settings) -> tuple[str, str]:
    """The old key, which is in use, and a new one."""
    old, new = (Fernet.generate_key().decode() for _n in range(2))
    settings.GUILDHALL_FIELD_KEYS = [old]
    return old, new


def stored() -> StoredFile:
    return store_file(CONTENT, name="plan.pdf", at=NOW)


def test_the_old_key_can_be_taken_away_afterward(keys, settings, capsys):
    old, new = keys
    files = [stored(), stored()]
    settings.GUILDHALL_FIELD_KEYS = [new, old]
    assert rotate_keys_command.run([]) == 0
    # Two names and two contents.
    assert "Done. 4 texts and files sealed again" in capsys.readouterr().out
    settings.GUILDHALL_FIELD_KEYS = [new]
    for file in StoredFile.objects.all():
        assert (file.name, file_bytes(file)) == ("plan.pdf", CONTENT)
    assert not any(default_storage.exists(file.path) for file in files)
    assert rotate_keys_command.run([]) == 0
    assert "Done. 0 texts and files" in capsys.readouterr().out


def test_a_file_whose_key_is_missing_is_named_and_the_others_are_sealed(keys, settings, capsys):
    old, new = keys
    lost = stored()
    settings.GUILDHALL_FIELD_KEYS = [new]
    StoredFile.objects.filter(pk=lost.pk).update(name="plan.pdf")
    settings.GUILDHALL_FIELD_KEYS = [new, old]
    kept = stored()
    settings.GUILDHALL_FIELD_KEYS = [new]
    default_storage.delete(kept.path)
    assert rotate_keys_command.run([]) == 1
    said = capsys.readouterr().err
    assert f"stored file {lost.pk}: A stored file cannot be read: its key is missing" in said
    assert f"stored file {kept.pk}: A stored file is missing from the storage." in said
    assert "2 files could not be sealed again" in said
    settings.GUILDHALL_FIELD_KEYS = [new, old]
    lost.refresh_from_db()
    assert file_bytes(lost) == CONTENT
    settings.GUILDHALL_FIELD_KEYS = [new]
    with pytest.raises(GuildhallError):
        file_bytes(lost)
