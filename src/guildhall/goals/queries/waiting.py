"""What goals and promises ask of somebody, over several pairs at once."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from guildhall.goals.models import FeedbackAsk, Promise
from guildhall.relationships.access import heard_in_own_pairs


def feedback_wanted(pair_ids: Sequence[int], *, person_id: int) -> list[FeedbackAsk]:
    """Feedback that somebody else asked for and nobody has given; one query."""
    heard = heard_in_own_pairs(person_id, "asked_at")
    rows = FeedbackAsk.objects.filter(
        heard, relationship__in=pair_ids, given_at=None, let_be_at=None
    )
    return list(rows.exclude(asker=person_id).select_related("asker"))


def promises_due(pair_ids: Sequence[int], *, person_id: int, on: date) -> list[Promise]:
    """The person's own promises whose day has come; one query."""
    rows = Promise.objects.filter(
        Q(owner=person_id) | Q(owner=None),
        heard_in_own_pairs(person_id, "made_at", author="owner"),
        relationship__in=pair_ids,
        done_at=None,
        dropped_at=None,
        due_on__lte=on,
    )
    return list(rows.order_by("due_on"))
