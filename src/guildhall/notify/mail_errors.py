"""What a mail server's answer means for one message, and in words that a coordinator can use."""

import smtplib
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guildhall.notify.states import MessageState

PERMANENT = 500


@dataclass(frozen=True)
class Trouble:
    """The state that a message falls into; `is_server` when any other message would fare alike."""

    state: MessageState
    words: str
    is_server: bool = False


def trouble(error: Exception) -> Trouble:
    """4xx waits, 5xx fails, a broken connection leaves it uncertain whether the mail was taken."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()), (PERMANENT, b""))
        return _refusal(code, _text(said))
    if isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPSenderRefused):
        # The installation's own fault, not this message's: it waits until somebody mends it.
        return Trouble(MessageState.QUEUED, server_words(error), is_server=True)
    if isinstance(error, smtplib.SMTPResponseException):
        return _refusal(error.smtp_code, _text(error.smtp_error))
    if isinstance(error, smtplib.SMTPServerDisconnected | OSError):
        return Trouble(
            MessageState.UNCERTAIN,
            _("The mail server went away before it answered. The mail goes out again."),
            is_server=True,
        )
    if isinstance(error, ValueError):
        return Trouble(
            MessageState.FAILED,
            _("The mail could not be written: %(error)s") % {"error": error},
        )
    return Trouble(MessageState.UNCERTAIN, f"{type(error).__name__}: {error}")


def server_words(error: Exception) -> str:
    """Why no mail leaves at the moment."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return _("The mail server refused the user name or password in GUILDHALL_MAIL_URL.")
    if isinstance(error, smtplib.SMTPSenderRefused):
        return _("The mail server refused the sender in GUILDHALL_MAIL_FROM: %(said)s") % {
            "said": _text(error.smtp_error)
        }
    return _("The mail server cannot be reached: %(error)s") % {"error": error}


def _refusal(code: int, said: str) -> Trouble:
    if code >= PERMANENT:
        words = _("The receiving server refused the mail for good: %(code)s %(said)s")
        return Trouble(MessageState.FAILED, words % {"code": code, "said": said})
    words = _("The receiving server asked to try later: %(code)s %(said)s")
    return Trouble(MessageState.QUEUED, words % {"code": code, "said": said})


def _text(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said
