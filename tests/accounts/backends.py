"""A mail server that takes nothing."""

from smtplib import SMTPException

from django.core.mail.backends.base import BaseEmailBackend


class Refuses(BaseEmailBackend):
    """Says no to every mail."""

    def send_messages(self, messages):
        raise SMTPException("not today")
