"""What a signed copy of a passport says, as a digest; and the code that is printed on it.

The digest has a salt that stands on the paper only, so that erasing the passport leaves an event
that tells nothing. Seal and code are made with the key that signs the chain and lives outside the
database: nobody who can only write into it makes a copy that passes.
"""

import hashlib
import json
import re
import secrets
from dataclasses import dataclass
from datetime import UTC

from django.utils.crypto import constant_time_compare

from guildhall.assessment.queries.record import Record
from guildhall.audit.chain import signature_of

SEALED = 16
CODE = re.compile(r"(\d{1,15})-([0-9a-f]{16})-([0-9a-f]{16})")


@dataclass(frozen=True)
class CopyCode:
    """The three parts of a printed code: the event of the copy, its salt, its proof."""

    event: int
    salt: str
    proof: str

    def __str__(self) -> str:
        return f"{self.event}-{self.salt}-{self.proof}"


def new_salt() -> str:
    """A salt for one copy."""
    return secrets.token_hex(8)


def copy_digest(record: Record, *, salt: str) -> str:
    """SHA-256 over the salt and every sign-off that holds: what, at which level, by whom, from when
    and until when. A person is their id, so that a new name changes nothing."""
    passport = record.passport
    held = [(one, record.holding(one)) for one in record.competencies]
    content = {
        "organization": passport.organization_id,
        "framework": passport.framework_id,
        "version": passport.version_id,
        "learner": passport.learner_id,
        "sign_offs": [
            {
                "competency": one.key,
                "level": record.level_of[row.level_id].code,
                "signer": row.signer_id,
                "signed_at": row.signed_at.astimezone(UTC).isoformat(),
                "valid_until": row.valid_until.isoformat() if row.valid_until else None,
                "state": row.state,
            }
            for one, row in held
            if row is not None
        ],
    }
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{salt}\n{plain}".encode()).hexdigest()


def copy_seal(passport_id: int, digest: str) -> str:
    """What only this installation can write into the event of a copy."""
    return signature_of(f"passport-copy:{passport_id}:{digest}")


def copy_code(event_id: int, salt: str, digest: str) -> CopyCode:
    """The code of a copy."""
    proof = signature_of(f"passport-copy-code:{event_id}:{salt}:{digest}")[:SEALED]
    return CopyCode(event_id, salt, proof)


def read_code(text: str) -> CopyCode | None:
    """The parts of a typed code; None where it cannot be one."""
    found = CODE.fullmatch(text.strip().lower())
    return CopyCode(int(found[1]), found[2], found[3]) if found else None


def is_genuine(code: CopyCode, *, passport_id: int, digest: str, seal: str) -> bool:
    """Whether code and event were both made here."""
    proof = copy_code(code.event, code.salt, digest).proof
    is_sealed = constant_time_compare(seal, copy_seal(passport_id, digest))
    return is_sealed and constant_time_compare(code.proof, proof)
