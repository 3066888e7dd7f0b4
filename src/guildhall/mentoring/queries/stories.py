"""Stories, for whoever may read them."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from guildhall.mentoring.models import Story, StoryConsent
from guildhall.mentoring.story_access import READ_STORY, own_programs
from guildhall.mentoring.wisdom_states import WIDE, Audience, StoryState
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.programs.models import Program
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.queries.names import listed
from guildhall.relationships.states import BEGUN


def shelf(actor: Actor, *, text: str = "", key: str = "") -> QuerySet[Story]:
    """Stories told to a program or to everyone, newest first: by challenge, and with every word of
    the text. Words are looked for only in stories that the actor may read."""
    rows = visible_to(READ_STORY, actor).filter(state=StoryState.TOLD, audience__in=WIDE)
    if key:
        rows = rows.filter(found_keys__contains=f",{key},")
    for word in text.split():
        rows = rows.filter(found_words__icontains=word)
    return rows.select_related("author", "program", "organization")


def shelf_size(actor: Actor) -> int:
    """How many there are in all, to tell an empty shelf from a narrow search."""
    return shelf(actor).aggregate(n=Count("pk"))["n"] or 0


def own_stories(actor: Actor) -> list[Story]:
    """The actor's own, drafts included, the last changed first."""
    rows = Story.objects.filter(author_id=actor.person_id or 0)
    return list(rows.select_related("program", "organization").order_by("-changed_at", "-pk"))


def stories_told_to(actor: Actor, *, most: int = 50) -> list[Story]:
    """What others told the actor's pairs, newest first."""
    rows = visible_to(READ_STORY, actor).filter(state=StoryState.TOLD, audience=Audience.PAIR)
    rows = rows.exclude(author_id=actor.person_id or 0)
    return list(rows.select_related("author")[:most])


def stories_of_pair(relationship: Relationship, *, actor: Actor) -> list[Story]:
    """What was told to this pair, newest first; one query."""
    rows = Story.objects.filter(
        relationship=relationship, state=StoryState.TOLD, audience=Audience.PAIR
    )
    return list(visible_to(READ_STORY, actor, rows).select_related("author"))


@dataclass(frozen=True)
class PairChoice:
    """A pair of one's own, by the names of the others or the circle's own name."""

    pk: int
    name: str


def own_pairs(actor: Actor) -> list[PairChoice]:
    """Pairs that go on, to tell something to; two queries."""
    mine = Party.objects.filter(
        person_id=actor.person_id or 0, left_at__isnull=True, relationship__state__in=BEGUN
    )
    rows = Party.objects.filter(
        relationship__in=mine.values("relationship_id"), left_at__isnull=True
    ).exclude(person_id=actor.person_id or 0)
    names: dict[int, list[str]] = {}
    titles: dict[int, str] = {}
    for party in rows.select_related("person", "relationship").order_by("relationship_id", "pk"):
        names.setdefault(party.relationship_id, []).append(party.person.name)
        titles[party.relationship_id] = party.relationship.title
    return [PairChoice(pk, titles[pk] or listed(found)) for pk, found in names.items()]


def programs_to_tell(actor: Actor) -> list[Program]:
    """Programs in which the actor takes part, or that they see all of; one query."""
    found = Program.objects.filter(own_programs(actor), archived_at__isnull=True)
    return list(found.order_by("name", "pk"))


def consents_of(story: Story) -> list[StoryConsent]:
    """Who was asked about a lesson, and what they said."""
    return list(story.consents.select_related("person", "program").order_by("pk"))


def waiting_consents(relationship: Relationship, *, actor: Actor) -> list[StoryConsent]:
    """Lessons of this pair that wait for the actor's yes; one query."""
    rows = StoryConsent.objects.filter(
        Q(given_at__isnull=True, refused_at__isnull=True),
        person_id=actor.person_id or 0,
        story__state=StoryState.TOLD,
        story__relationship=relationship,
    )
    return list(rows.select_related("story__author"))
