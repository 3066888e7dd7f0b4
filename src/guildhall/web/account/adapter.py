"""How django-allauth behaves here: who may sign up, how its mails leave, whom a sign-in asks."""

from http import HTTPStatus
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed, email_confirmed
from django.conf import settings
from django.contrib.sites.requests import RequestSite
from django.contrib.sites.shortcuts import get_current_site
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guildhall.accounts.actions import forget_password
from guildhall.accounts.models import Account
from guildhall.core import clock
from guildhall.directory.actions.addresses import follow_account
from guildhall.flows.actions.claiming import claim_from
from guildhall.flows.queries.claiming import open_questions
from guildhall.notify.actions.immediate import send_now
from guildhall.web.account.arrival import JOINING, house_of_link

# Mark on a request in which an address is proven by the sign-up that chose the password.
BY_OWN_CODE = "guildhall_proven_by_own_code"
WAYS_TO_SHOW = (
    ("mfa_reauthenticate:webauthn", _("Use your passkey")),
    ("reauthenticate", _("Use your password")),
    ("mfa_reauthenticate", _("Use a code from your app, or a recovery code")),
)


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

    def get_reauthentication_methods(self, user: Account) -> list[dict[str, Any]]:
        """Ways to show once more that it is you: what is quickest, and at hand, comes first."""
        methods = super().get_reauthentication_methods(user)
        known = {method["id"]: method for method in methods}
        return [{**known[key], "description": words} for key, words in WAYS_TO_SHOW if key in known]

    def post_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse:
        """Who came by an organization's own link is who it means; about any other one, we ask."""
        house = house_of_link(request, user)
        if house is not None:
            claim_from(account=user, organization=house, at=clock.now())
        answer = cast(HttpResponse, super().post_login(request, user, **kwargs))
        if answer.status_code != HTTPStatus.FOUND or not open_questions(user):
            return answer
        onward = urlencode({"next": answer.headers["Location"]})
        return redirect(f"{reverse('own_records')}?{onward}")


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


@receiver(email_changed)
def follow_first_address(sender: object, user: Account, **kwargs: Any) -> None:
    """Mail about programs goes where somebody wants their codes to go."""
    follow_account(account=user, at=clock.now())


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
