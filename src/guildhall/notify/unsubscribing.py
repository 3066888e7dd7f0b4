"""The secret by which a mail stops mails of its own kind to its own person, and nothing else.

It does not expire: a mail from years ago must still be able to stop the next one.
"""

from django.core import signing

from guildhall.core.errors import NotVisible

SALT = "guildhall.notify.unsubscribe"


def unsubscribe_token(*, person_id: int, kind: str) -> str:
    """The secret for one person and one kind."""
    return _signer().sign(f"{person_id}-{kind}")


def unsubscribe_path(*, person_id: int, kind: str) -> str:
    """The page that a mail opens, and that mail programs post to."""
    return f"/unsubscribe/{unsubscribe_token(person_id=person_id, kind=kind)}/"


def subscription_of(token: str) -> tuple[int, str]:
    """Person id and kind behind a secret; a forged one gets the answer of a missing page."""
    try:
        person_id, _, kind = _signer().unsign(token).partition("-")
        return int(person_id), kind
    except (signing.BadSignature, ValueError):
        raise NotVisible from None


def _signer() -> signing.Signer:
    return signing.Signer(salt=SALT, sep="~")
