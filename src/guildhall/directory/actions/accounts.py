"""Tying a person to their account."""

from guildhall.accounts.models import Account
from guildhall.core.errors import WrongState
from guildhall.directory.models import Person


def tie_account(*, person: Person, account: Account) -> Person:
    """From now on this account signs in as this person. Refuses a second account."""
    if person.account_id not in (None, account.pk):
        raise WrongState(f"{person.name} signs in with another account already.")
    person.account = account
    person.save(update_fields=["account"])
    return person
