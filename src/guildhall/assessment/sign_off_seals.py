"""What a sign-off says, as a digest; and the secrets of links, codes and ward cards.

The event of a signing carries the digest and a seal over it. The seal is made with the key that
signs the chain and lives outside the database, so that a row and an event that somebody wrote into
the database alone do not pass. Nothing in the database opens a link either: its secret is made of
a random number in the row with the installation's own key.
"""

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

from guildhall.assessment.models import SignOff, SignOffRequest, WardCard
from guildhall.assessment.signing_limits import LIMITS
from guildhall.audit.chain import signature_of

LINK = "guildhall.assessment.sign-off-link"
CODE = "guildhall.assessment.sign-off-code"
CARD = "guildhall.assessment.ward-card"


def sign_off_digest(row: SignOff, *, learner_id: int, signer_id: int) -> str:
    """SHA-256 over the salt and all that was signed. The people are those of the event: a record
    that was merged later keeps what it said, in whichever passport it stands."""
    content = {
        "organization": row.passport.organization_id,
        "framework": row.passport.framework_id,
        "learner": learner_id,
        "signer": signer_id,
        "competency": row.competency.key,
        "level": row.level.code,
        "allows": row.level.allows,
        "proof": row.proof,
        "request": row.request_id,
        "signed_at": row.signed_at.astimezone(UTC).isoformat(),
        "valid_until": row.valid_until.isoformat() if row.valid_until else None,
        "words": row.words,
        "key": str(row.device_key),
    }
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{row.salt}\n{plain}".encode()).hexdigest()


def sign_off_seal(kind: str, sign_off_id: int, digest: str) -> str:
    """What only this installation can write into an event about a sign-off."""
    return signature_of(f"sign-off:{kind}:{sign_off_id}:{digest}")


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
