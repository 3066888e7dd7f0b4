"""Addresses within the studio: everything that is chosen stands in the query."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from django.urls import reverse

from guildhall.web.shared.request import is_id


@dataclass(frozen=True)
class Address:
    """What the studio shows: a draft, held against another, a pair, a question about it.

    `pair` is “learner-guide” in ids of enrollments, which stay the same when a draft is solved
    again; `why` is the enrollment asked about; `ask` searches for one; `by` groups the people.
    """

    cohort: int
    draft: str = ""
    against: str = ""
    pair: str = ""
    why: str = ""
    ask: str = ""
    by: str = ""
    q: str = ""
    only: str = ""
    page: str = ""

    def to(self, **changes: str | int) -> str:
        """The address with these choices changed."""
        changed = replace(self, **{name: str(value) for name, value in changes.items()})  # type: ignore[arg-type]
        chosen = {
            field.name: getattr(changed, field.name)
            for field in fields(changed)
            if field.name != "cohort" and getattr(changed, field.name)
        }
        url = reverse("studio", args=[self.cohort])
        return f"{url}?{urlencode(chosen)}" if chosen else url

    @property
    def pair_ids(self) -> tuple[int, int] | None:
        """Learner and guide of the chosen pair; None where it is not two numbers."""
        learner, dash, guide = self.pair.partition("-")
        return (int(learner), int(guide)) if dash and is_id(learner) and is_id(guide) else None

    @property
    def why_id(self) -> int | None:
        """The enrollment that is asked about."""
        return int(self.why) if is_id(self.why) else None


def read_address(cohort: int, asked: Mapping[str, str]) -> Address:
    """The address that a query says; unknown choices are left out."""
    names = [field.name for field in fields(Address) if field.name != "cohort"]
    return Address(cohort, **{name: asked.get(name, "").strip()[:80] for name in names})
