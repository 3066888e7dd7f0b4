"""The secrets of links, codes and ward cards.

Nothing in the database opens any of them: each is made of a random number in the row with the
installation's own key.
"""

import hmac
from base64 import urlsafe_b64encode
from datetime import datetime
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

from guildhall.assessment.models import SignOffRequest, WardCard
from guildhall.assessment.signing_limits import LIMITS

LINK = "guildhall.assessment.sign-off-link"
CODE = "guildhall.assessment.sign-off-code"
CARD = "guildhall.assessment.ward-card"


def link_secret(row: SignOffRequest) -> str:
    """The secret of a request's link and QR code."""
    return _secret(LINK, row.nonce.hex)


def code_digest(row: SignOffRequest, code: str) -> str:
    """What is kept of a mailed code: six digits alone would be found by trying all of them."""
    return salted_hmac(CODE, f"{row.nonce.hex}:{code}", algorithm="sha256").hexdigest()


def is_code(row: SignOffRequest, code: str) -> bool:
    """Whether it is the code that was mailed, compared in constant time."""
    return constant_time_compare(row.code_digest, code_digest(row, code))


def card_turn(at: datetime) -> int:
    """The number of the turn in which the codes of ward cards are."""
    return int(at.timestamp() // LIMITS.card_turn.total_seconds())


def card_secret(card: WardCard, turn: int) -> str:
    """The code of a card in a turn: which card, which turn, and the proof."""
    name = f"{card.nonce.hex}.{turn}"
    return f"{name}.{_secret(CARD, name)[:32]}"


def opened_card(secret: str) -> tuple[UUID, int] | None:
    """The card and the turn behind a code; None for one that was made up."""
    name, _dot, proof = secret.rpartition(".")
    nonce, _dot, turn = name.partition(".")
    if not hmac.compare_digest(_secret(CARD, name)[:32].encode(), proof.encode()):
        return None
    return UUID(hex=nonce), int(turn)


def _secret(salt: str, name: str) -> str:
    digest = salted_hmac(salt, name, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")
