"""Who has a say about a lesson, and whose words are left out of it."""

from dataclasses import dataclass

from django.db.models import F, Q

from guildhall.directory.models import Membership, Person
from guildhall.mentoring.models import Challenge, Story
from guildhall.mentoring.queries.apart import never_with
from guildhall.relationships.models import Party


@dataclass(frozen=True)
class Voices:
    """`asked` say yes or no. `silent` wrote something in the challenge and cannot be asked: they
    have left every organization here, or they and the author are kept apart."""

    asked: tuple[Person, ...]
    silent: frozenset[int]


def voices_of(challenge: Challenge, *, author_id: int, story: Story | None = None) -> Voices:
    """Everybody who wrote in the challenge, and everybody present who was there when it was put,
    beside the author of the lesson."""
    writers = {challenge.author_id, *challenge.entries.values_list("author_id", flat=True)}
    if story is not None:
        writers.update(story.voices.values_list("person_id", flat=True))
    writers.discard(author_id)
    people = (writers | _were_there(challenge)) - {author_id}
    active = Membership.objects.filter(person_id__in=people, ended_at__isnull=True)
    reached = set(active.values_list("person_id", flat=True)) - never_with(author_id, people)
    asked = Person.objects.filter(pk__in=reached).order_by("given_name", "pk")
    return Voices(tuple(asked), frozenset(writers - reached))


def _were_there(challenge: Challenge) -> set[int]:
    rows = Party.objects.filter(relationship_id=challenge.relationship_id, left_at__isnull=True)
    there = Q(relationship__is_circle=False) | Q(accepted_at__isnull=True)
    there |= Q(accepted_at__lte=F("relationship__opened_at"))
    there |= Q(accepted_at__lte=challenge.put_at)
    return set(rows.filter(there).values_list("person_id", flat=True))
