"""A mail that somebody is waiting for, as a sign-in code: handed over at once, kept nowhere."""

import uuid
from datetime import datetime

import structlog
from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext as _

from guildhall.core.errors import WrongState
from guildhall.notify.actions.carriers import carrier
from guildhall.notify.envelope import basic_headers
from guildhall.notify.rendering import Footer, render
from guildhall.notify.wording import Wording

log = structlog.get_logger("guildhall.notify")


def send_now(
    address: str,
    *,
    subject: str,
    text: str,
    at: datetime,
    button: str = "",
    path: str = "",
    reason: str = "",
) -> None:
    """Send one mail to an address, without a row in the outbox and without a preference.

    For secrets that may not be stored (codes, invitations), and for addresses that belong to
    nobody yet. In a demo it goes to the demo's mail page. Refuses in words where the mail server
    does not take it, so that the person who waits can try again.
    """
    content = render(
        Wording(subject, text.strip(), button), given_name="", path=path, footer=Footer(reason)
    )
    carry = carrier()
    domain = address.rpartition("@")[2] or "localhost"
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=content.text,
        to=[address],
        headers=basic_headers(f"<{uuid.uuid4().hex}@{domain}>", at),
    )
    mail.attach_alternative(content.html, "text/html")
    try:
        carry.open()
        carry.carry(mail, at=at)
    except (OSError, ValueError) as error:
        log.warning("immediate mail not sent", error=repr(error))
        raise WrongState(
            _("The mail to %(address)s could not be sent. Try again in a minute.")
            % {"address": address}
        ) from error
    finally:
        carry.close()
