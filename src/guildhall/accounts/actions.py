"""Making accounts outside of a sign-up, and what a proof of their address does to them."""

from datetime import datetime

from allauth.account.models import EmailAddress

from guildhall.accounts.models import Account, CacheEntry


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


def forget_expired_counts(*, at: datetime) -> int:
    """Empty the shared cache of what counts no more; how many rows went."""
    gone, _by_model = CacheEntry.objects.filter(expires__lt=at).delete()
    return gone


def is_address_of_another(account: Account, email: str) -> bool:
    """Whether somebody else signs in with this address, or has proven it."""
    accounts = Account.objects.filter(email__iexact=email).exclude(pk=account.pk)
    proven = EmailAddress.objects.filter(email__iexact=email, verified=True).exclude(user=account)
    return accounts.exists() or proven.exists()


def take_address(account: Account, email: str) -> Account:
    """Make a proven address the account's first one. The others stay, and still sign in."""
    own = EmailAddress.objects.filter(user=account)
    own.filter(primary=True).update(primary=False)
    if not own.filter(email__iexact=email).update(verified=True, primary=True):
        EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
    account.email = email
    account.save(update_fields=["email"])
    return account
