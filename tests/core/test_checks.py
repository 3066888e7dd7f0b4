"""Misconfiguration is explained in a sentence."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from guildhall.config.checks import installation
from guildhall.config.env import env_bool, env_int, env_text, kept_secret


def ids() -> list[str]:
    return [message.id for message in installation(None)]


def test_the_defaults_hold():
    assert ids() == []


def test_debug_in_public_is_an_error(settings):
    settings.DEBUG, settings.IS_HTTPS = True, True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert ids() == ["guildhall.E001"]


def test_a_base_url_without_its_host_is_an_error(settings):
    settings.GUILDHALL_BASE_URL = "http://learn.example"
    assert ids() == ["guildhall.E003"]
    settings.ALLOWED_HOSTS = ["learn.example"]
    assert ids() == []
    settings.GUILDHALL_BASE_URL = "learn.example"
    assert ids() == ["guildhall.E002"]


def test_mail_that_is_only_printed_is_a_warning(settings):
    settings.IS_HTTPS = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert ids() == ["guildhall.W001"]


def test_bad_values_of_the_environment_are_named(monkeypatch):
    monkeypatch.setenv("GUILDHALL_X", "perhaps")
    with pytest.raises(ImproperlyConfigured, match="GUILDHALL_X must be yes or no"):
        env_bool("GUILDHALL_X", True)
    with pytest.raises(ImproperlyConfigured, match="GUILDHALL_X must be a whole number"):
        env_int("GUILDHALL_X", 1)
    monkeypatch.setenv("GUILDHALL_X", "0")
    with pytest.raises(ImproperlyConfigured, match="at least 1"):
        env_int("GUILDHALL_X", 1, minimum=1)


def test_a_secret_may_come_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("from a file\n")
    monkeypatch.setenv("GUILDHALL_X_FILE", str(tmp_path / "key"))
    assert env_text("GUILDHALL_X") == "from a file"
    monkeypatch.setenv("GUILDHALL_X_FILE", str(tmp_path / "missing"))
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        env_text("GUILDHALL_X")


def test_a_secret_is_made_once_and_for_this_user_only(tmp_path):
    path = tmp_path / "home" / "secret.key"
    assert kept_secret("GUILDHALL_Y", path, "first") == "first"
    assert kept_secret("GUILDHALL_Y", path, "second") == "first"
    assert path.stat().st_mode & 0o777 == 0o600
