"""The one place that decides whether a mail leaves this machine.

In a demo database nothing does: the mail is kept as a row that the demo's mail page shows.
Everywhere else Django's configured mail backend carries it, over one connection for many.
"""

from datetime import datetime
from typing import Protocol

from django.core.mail import EmailMultiAlternatives, get_connection

from guildhall.accounts.demo_mark import is_demo
from guildhall.notify.models import KeptMail

# Well under a message's lease, so that a silent server cannot outlast it.
SECONDS_TO_WAIT = 30


class Carrier(Protocol):
    """Takes mails out of the house, or keeps them."""

    def open(self) -> None:
        """Be ready; raises what the mail server raises."""

    def carry(self, mail: EmailMultiAlternatives, *, at: datetime) -> None:
        """Hand one mail over; returns only when it was accepted."""

    def close(self) -> None:
        """Let go of the connection."""


class MailServer:
    """The configured mail server. One connection serves a batch; the next mail opens a new one."""

    def __init__(self) -> None:
        self.connection = get_connection(timeout=SECONDS_TO_WAIT)

    def open(self) -> None:
        """Connect, where there is no connection yet."""
        self.connection.open()

    def carry(self, mail: EmailMultiAlternatives, *, at: datetime) -> None:
        """Hand one mail over."""
        self.connection.send_messages([mail])

    def close(self) -> None:
        """Disconnect."""
        self.connection.close()


class DemoShelf:
    """Keeps every mail of a demo as a row. A second copy of one Message-ID changes nothing."""

    def open(self) -> None:
        """Nothing to connect to."""

    def carry(self, mail: EmailMultiAlternatives, *, at: datetime) -> None:
        """Keep the mail."""
        KeptMail.objects.get_or_create(
            message_id=mail.extra_headers["Message-ID"],
            defaults={
                "address": mail.to[0],
                "subject": str(mail.subject),
                "text": str(mail.body),
                "kept_at": at,
            },
        )

    def close(self) -> None:
        """Nothing to let go of."""


def carrier() -> Carrier:
    """The carrier of this installation."""
    return DemoShelf() if is_demo() else MailServer()
