"""Loading what the pages of expectations and agreements need; only the pair gets that far."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guildhall.agreements.access import READ_AGREEMENT
from guildhall.agreements.queries.standing import NONE, Standing, standing
from guildhall.core import clock
from guildhall.core.errors import NotVisible
from guildhall.permissions.access import require
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.queries.names import listed
from guildhall.relationships.queries.page import RelationshipPage, relationship_page
from guildhall.relationships.states import UNDER_WAY
from guildhall.web.relationships.loading import Breadcrumb, breadcrumb, heading, load
from guildhall.web.shared.request import HallRequest


@dataclass(frozen=True)
class Entered:
    """The pair as one of them sees it, and how far they are."""

    row: Relationship
    found: RelationshipPage
    you: Party
    standing: Standing
    at: datetime

    @property
    def parties(self) -> list[Party]:
        """Everybody in it."""
        return [member.party for member in self.found.members]

    @property
    def is_open(self) -> bool:
        """Whether something may change."""
        return self.row.state in UNDER_WAY

    @property
    def other_names(self) -> str:
        """“Gwen”, “Gwen and Omar”."""
        return listed([member.given_name for member in self.found.others])

    def context(self, title: str, **more: Any) -> dict[str, Any]:
        """What every page of these shows around its work."""
        trail: Breadcrumb = breadcrumb(self.found, (title, None))
        return {
            "row": self.row,
            "found": self.found,
            "you": self.you,
            "standing": self.standing,
            "is_open": self.is_open,
            "others": self.other_names,
            "pair": heading(self.found),
            "breadcrumb": trail,
            **more,
        }


def enter(request: HallRequest, pk: int) -> Entered:
    """The 404 of a missing id for outsiders and where the program does without; a refusal for
    staff, who see that it is done and nothing else."""
    row = load(request, pk)
    require(READ_AGREEMENT, request.actor, row)
    at = clock.now()
    found = relationship_page(row, actor=request.actor, at=at)
    if found.you is None:
        raise NotVisible
    parties = [member.party for member in found.members]
    now = standing(row, parties=parties, today=found.today)
    if now.mode == NONE and not now.has_anything:
        raise NotVisible
    return Entered(row=row, found=found, you=found.you.party, standing=now, at=at)
