"""Misconfiguration, explained in a sentence. `guildhall check` and every start read these."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

CONSOLE_MAIL = "django.core.mail.backends.console.EmailBackend"


@register()
def installation(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What would go wrong in daily use."""
    found: list[CheckMessage] = []
    base = settings.GUILDHALL_BASE_URL
    if settings.DEBUG and settings.IS_HTTPS:
        found.append(
            Error(
                "GUILDHALL_DEBUG is on while GUILDHALL_BASE_URL is https://: visitors would see"
                " the inside of every error. Switch it off.",
                id="guildhall.E001",
            )
        )
    if not base.startswith(("http://", "https://")):
        found.append(
            Error(
                f"GUILDHALL_BASE_URL is “{base}”; it must begin with http:// or https://.",
                id="guildhall.E002",
            )
        )
    elif base.split("//", 1)[1].split("/")[0].rsplit(":", 1)[0] not in settings.ALLOWED_HOSTS:
        found.append(
            Error(
                f"GUILDHALL_BASE_URL is {base}, but GUILDHALL_HOSTS does not name its host: every"
                " page would be refused. Add the host there.",
                id="guildhall.E003",
            )
        )
    if settings.IS_HTTPS and settings.EMAIL_BACKEND == CONSOLE_MAIL:
        found.append(
            Warning(
                "Mails are only printed. Name a mail server in GUILDHALL_MAIL_URL.",
                id="guildhall.W001",
            )
        )
    return found
