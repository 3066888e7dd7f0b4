"""A certificate by its code, and those of a person."""

from collections.abc import Iterable

from guildhall.certificates.codes import LENGTH, plain
from guildhall.certificates.models import Certificate
from guildhall.core.errors import NotVisible

RELATED = ("organization", "person", "renewed_by")


def certificate_by_code(typed: str) -> Certificate:
    """The certificate of a code; a code that nobody issued is not there."""
    code = plain(typed)
    if len(code) == LENGTH:
        found = Certificate.objects.select_related(*RELATED).filter(code=code).first()
        if found is not None:
            return found
    raise NotVisible


def certificates_of(person_id: int, organization_ids: Iterable[int]) -> list[Certificate]:
    """What these organizations issued to somebody, the newest first; one query."""
    rows = Certificate.objects.filter(person=person_id, organization__in=list(organization_ids))
    return list(rows.select_related(*RELATED))
