"""Mail backends that die where a worker may die."""

from django.core.mail.backends.locmem import EmailBackend


class WorkerKilled(BaseException):
    """What no handler catches: the process is gone."""


class DiesAfterHandOver(EmailBackend):
    """Takes the mail; then the worker is killed before it can write that down."""

    def send_messages(self, messages):
        super().send_messages(messages)
        raise WorkerKilled


class DiesBeforeHandOver(EmailBackend):
    """The worker is killed when it is about to hand the mail over."""

    def send_messages(self, messages):
        raise WorkerKilled


class Breaks(EmailBackend):
    """Raises something that nobody expects."""

    def send_messages(self, messages):
        raise RuntimeError("out of order")
