"""Tables of telling."""

from guildhall.notify.models.link import ActionLink
from guildhall.notify.models.message import KeptMail, Message, MessageText, Notice, Preference

__all__ = ["ActionLink", "KeptMail", "Message", "MessageText", "Notice", "Preference"]
