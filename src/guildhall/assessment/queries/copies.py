"""What a printed code leads to: whether the copy is genuine, and whether the passport changed."""

from dataclasses import dataclass
from datetime import datetime

from guildhall.assessment.copies import copy_digest, is_genuine, read_code
from guildhall.assessment.models import Passport
from guildhall.assessment.queries.lists import RELATED
from guildhall.assessment.queries.record import Record, record_of
from guildhall.audit.models import Event


@dataclass(frozen=True)
class FoundCopy:
    """A genuine copy. `record` is None where the passport is not here any more; the passport is
    shown only as far as the paper shows it, so not once it has changed."""

    made_at: datetime
    digest: str
    record: Record | None
    is_unchanged: bool


def copy_behind(code: str) -> FoundCopy | None:
    """The copy with this code; None for one that was made up."""
    read = read_code(code)
    event = Event.objects.filter(pk=read.event, kind="passport_copied").first() if read else None
    if read is None or event is None:
        return None
    digest, seal = str(event.ids.get("digest")), str(event.ids.get("seal"))
    if not is_genuine(read, passport_id=event.subject_id or 0, digest=digest, seal=seal):
        return None
    row = Passport.objects.select_related(*RELATED).filter(pk=event.subject_id).first()
    if row is None:
        return FoundCopy(event.at, digest, None, False)
    found = record_of(row)
    return FoundCopy(event.at, digest, found, copy_digest(found, salt=read.salt) == digest)
