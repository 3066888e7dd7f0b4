"""From a message's row to the mail that is handed over: links made, headers set."""

from datetime import datetime
from email.utils import format_datetime

from django.core.mail import EmailMultiAlternatives

from guildhall.notify.kinds import KINDS
from guildhall.notify.links import link_path
from guildhall.notify.models import ActionLink, Message
from guildhall.notify.queries.texts import footer_for
from guildhall.notify.rendering import LINK, RenderedMessage, absolute, render
from guildhall.notify.unsubscribing import unsubscribe_path
from guildhall.notify.wording import Wording


def links_in(message: Message) -> set[int]:
    """Ids of the action links that the stored body names."""
    return {int(link["id"]) for link in LINK.finditer(message.body)}


def rendered(message: Message, *, own_links: set[int] | None = None) -> RenderedMessage:
    """The message in both forms. `own_links` are opened; without them it is a preview."""

    def address(link_id: int) -> str:
        if own_links is None or link_id not in own_links:
            return ""
        return absolute(link_path(link_id))

    kind = KINDS.get(message.kind)
    return render(
        Wording(message.subject, message.body, message.button, message.small_print),
        given_name=message.person.given_name,
        path=message.path,
        link_address=address,
        footer=footer_for(
            kind,
            small_print=message.small_print,
            unsubscribe_url="" if own_links is None else unsubscribe_url(message),
        ),
    )


def own_links_of(messages: list[Message]) -> dict[int, set[int]]:
    """By message id, the links that may be opened in it: only those of its own person."""
    wanted = {message.pk: links_in(message) for message in messages}
    ids = set().union(*wanted.values()) if wanted else set()
    owners = dict(ActionLink.objects.filter(pk__in=ids).values_list("pk", "person_id"))
    return {
        message.pk: {pk for pk in wanted[message.pk] if owners.get(pk) == message.person_id}
        for message in messages
    }


def unsubscribe_url(message: Message) -> str:
    """The one-click address, or nothing for kinds that cannot be switched off."""
    kind = KINDS.get(message.kind)
    if kind is None or not kind.can_unsubscribe:
        return ""
    return absolute(unsubscribe_path(person_id=message.person_id, kind=message.kind))


def envelope(message: Message, *, own_links: set[int]) -> EmailMultiAlternatives:
    """The mail. Message-ID and Date are the row's, so a second copy equals the first."""
    content = rendered(message, own_links=own_links)
    headers = basic_headers(message.message_id, message.dated_at)
    stop = unsubscribe_url(message)
    if stop:
        headers["List-Unsubscribe"] = f"<{stop}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = EmailMultiAlternatives(
        subject=message.subject, body=content.text, to=[message.address], headers=headers
    )
    mail.attach_alternative(content.html, "text/html")
    if message.calendar:
        # Mail programs act on the part; others find the same as a file.
        mail.attach_alternative(
            message.calendar, f"text/calendar; method={message.calendar_method}"
        )
        # As bytes: text of this kind would not be written as UTF-8.
        mail.attach("invitation.ics", message.calendar.encode(), "application/ics")
    return mail


def basic_headers(message_id: str, at: datetime) -> dict[str, str]:
    """What every mail of this house carries; the last keeps vacation replies away."""
    return {
        "Message-ID": message_id,
        "Date": format_datetime(at),
        "Auto-Submitted": "auto-generated",
    }
