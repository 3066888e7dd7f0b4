"""Making accounts outside of a sign-up, and what a proof of their address does to them."""

from datetime import datetime

from allauth.account.models import EmailAddress

from guildhall.accounts.models import Account


def make_account(*, email: str, at: datetime) -> Account:
    """An account whose address counts as proven; it signs in by a code, until it sets more."""
    account = Account.objects.create_user(email, created_at=at)
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    return account


def forget_password(account: Account) -> Account:
    """From now on no password opens this account, until its owner sets one. Nobody is told."""
    account.set_unusable_password()
    account.save(update_fields=["password"])
    return account


def has_proven_address(account: Account) -> bool:
    """Whether the address that the account is known by was proven."""
    own = EmailAddress.objects.filter(user=account, email__iexact=account.email)
    return bool(own.filter(verified=True).exists())
