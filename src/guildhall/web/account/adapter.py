"""How django-allauth behaves here: who may sign up, how its mails leave, what a sign-in claims."""

from typing import Any, cast
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.conf import settings
from django.contrib.sites.requests import RequestSite
from django.contrib.sites.shortcuts import get_current_site
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from guildhall.accounts.actions import forget_password, has_proven_address
from guildhall.accounts.models import Account
from guildhall.core import clock
from guildhall.flows.actions.claiming import claim_records
from guildhall.notify.actions.immediate import send_now

JOINING = "joining"  # session key: the path of the invitation or join link that brought somebody
# Mark on a request in which an address is proven by the sign-up that chose the password.
BY_OWN_CODE = "guildhall_proven_by_own_code"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """The door for new accounts opens only by invitation or join link."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether somebody came here by an invitation or a join link."""
        return bool(request.session.get(JOINING))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Codes and notices go out at once, by the carrier of all other mail: none in a demo."""
        values = {
            "request": self.request,
            "email": email,
            "current_site": _site(self.request),
            **_at_home(context, self.request),
        }
        mail = self.render_mail(template_prefix, email, values)
        send_now(email, subject=mail.subject, text=mail.body, at=clock.now())

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Proven in the session that asked for the code: whoever chose the password reads it."""
        setattr(request, BY_OWN_CODE, True)
        return bool(super().confirm_email(request, email_address))

    def post_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse:
        """A proven address claims the records that carry it, in whatever organization."""
        if has_proven_address(user):
            claim_records(account=user, at=clock.now())
        return cast(HttpResponse, super().post_login(request, user, **kwargs))


@receiver(email_confirmed)
def forget_unproven_password(
    sender: object, request: HttpRequest, email_address: EmailAddress, **kwargs: Any
) -> None:
    """A password from before the address was proven may be a stranger's: it opens nothing.

    Somebody could sign up with another person's address and a password of their own, and wait
    until that person signs in by a code.
    """
    others = EmailAddress.objects.filter(user_id=email_address.user_id, verified=True)
    is_first = not others.exclude(pk=email_address.pk).exists()
    if is_first and not getattr(request, BY_OWN_CODE, False):
        forget_password(cast(Account, email_address.user))


def _site(request: HttpRequest) -> RequestSite:
    """The installation by its own name, whatever name it was asked under."""
    site = cast(RequestSite, get_current_site(request))
    site.domain = site.name = urlsplit(settings.GUILDHALL_BASE_URL).netloc
    return site


def _at_home(context: dict[str, Any], request: HttpRequest) -> dict[str, Any]:
    """Links of a mail lead to the installation's own address, never to one that a request named."""
    asked = request.build_absolute_uri("/")
    home = f"{settings.GUILDHALL_BASE_URL}/"
    return {
        key: home + value.removeprefix(asked)
        if isinstance(value, str) and value.startswith(asked)
        else value
        for key, value in context.items()
    }
