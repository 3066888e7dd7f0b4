"""The forms of django-allauth with the words that every other form here uses."""

from typing import Any

from allauth.account import forms as theirs
from django import forms
from django.utils.translation import gettext_lazy as _

WORDS = {
    "login": _("E-mail"),
    "email": _("E-mail"),
    "password2": _("The same once more"),
}


class InOurWords(forms.Form):
    """Renames fields, and leaves out the samples in them: the label stands above anyway."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = WORDS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)


class LoginForm(InOurWords, theirs.LoginForm):  # type: ignore[misc]
    """Password sign-in."""


class SignupForm(InOurWords, theirs.SignupForm):  # type: ignore[misc]
    """A new account."""


class AddEmailForm(InOurWords, theirs.AddEmailForm):  # type: ignore[misc]
    """One more address."""


class ResetPasswordForm(InOurWords, theirs.ResetPasswordForm):  # type: ignore[misc]
    """Asking for a link to a new password."""


class RequestLoginCodeForm(InOurWords, theirs.RequestLoginCodeForm):  # type: ignore[misc]
    """Asking for a code."""


class SetPasswordForm(InOurWords, theirs.SetPasswordForm):  # type: ignore[misc]
    """A first password."""


class ChangePasswordForm(InOurWords, theirs.ChangePasswordForm):  # type: ignore[misc]
    """Another password."""


class ResetPasswordKeyForm(InOurWords, theirs.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password by the link."""
