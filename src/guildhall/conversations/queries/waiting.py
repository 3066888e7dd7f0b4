"""Messages that wait for somebody, over several pairs at once."""

from collections.abc import Sequence

from django.db.models import F, Q

from guildhall.conversations.models import Post


def pairs_with_unread(pair_ids: Sequence[int], *, person_id: int) -> list[int]:
    """Of these pairs, those with a message that the person has not read; one query."""
    mine = Q(relationship__parties__person=person_id, relationship__parties__left_at=None)
    read_at = F("relationship__parties__read_mark__read_at")
    party = "relationship__parties__accepted_at"
    there = Q(relationship__is_circle=False) | Q(**{party: None})
    there |= Q(**{f"{party}__lte": F("relationship__opened_at")})
    there |= Q(**{f"{party}__lte": F("sent_at")})
    unread = Q(relationship__parties__read_mark=None) | Q(sent_at__gt=read_at)
    rows = Post.objects.filter(mine & there & unread, relationship__in=pair_ids, taken_back_at=None)
    rows = rows.exclude(author=person_id).order_by()
    return list(rows.values_list("relationship_id", flat=True).distinct())
