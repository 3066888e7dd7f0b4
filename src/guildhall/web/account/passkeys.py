"""Passkeys and second steps: what django-allauth asks, in the words of this house."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guildhall.accounts.models import Account
from guildhall.core.encrypted import decrypt, encrypt


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Names and refusals that say what to do."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "That code does not fit. Wait for the next one, and try it."
        ),
    }

    def generate_authenticator_name(self, user: Account, type: str) -> str:
        """“Passkey”, then “Passkey 2”: a beginning, until its owner names it."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey") if number == 1 else _("Passkey %(number)s") % {"number": number}

    def encrypt(self, text: str) -> str:
        """Secrets of authenticator apps and recovery codes lie sealed in the database."""
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again."""
        return decrypt(encrypted_text)


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A key that lets in alone, unless its owner wants it as a second step only."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100, required=False)
    passwordless = forms.BooleanField(
        label=gettext_lazy("Sign in with it alone"),
        required=False,
        initial=True,
        help_text=gettext_lazy(
            "Your device then asks for your fingerprint, face or PIN. Without it, the key is a"
            " second step after your password or code."
        ),
    )
    field_order = ("name", "passwordless", "credential")
