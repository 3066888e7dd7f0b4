"""Who may see and change a relationship."""

from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from guildhall.directory.access import ORGANIZATION
from guildhall.directory.models import Organization
from guildhall.directory.states import READERS, STAFF
from guildhall.notify.access import message_reach
from guildhall.permissions.access import NOTHING, Access, declare
from guildhall.permissions.actor import Actor
from guildhall.programs.access import PROGRAM, programs_beyond_staff
from guildhall.programs.states import ProgramRole, Side
from guildhall.relationships.models import Party, Relationship

# The scope of a grant in one pair, and what somebody holds who stands in for its guide. The room
# that keeps backups grants it.
PAIR, STANDS_IN = "pair", "backup"


def of_own_pairs(actor: Actor, *, by: str = "relationship", side: str = "") -> Q:
    """For rows that hang on a relationship: those of pairs in which the actor is.

    `by` is the way from a row to its pair, `side` the side on which the actor stands, if it
    matters.
    """
    if actor.person_id is None:
        return NOTHING
    parties = Party.objects.filter(person_id=actor.person_id, left_at__isnull=True)
    if side:
        parties = parties.filter(side=side)
    return Q((f"{by}__in", parties.values("relationship_id")))


def own_pairs(actor: Actor, *, side: str = "") -> Q:
    """The pairs in which the actor is."""
    return of_own_pairs(actor, by="pk", side=side)


def heard_in_own_pairs(person_id: int | None, moment: str, *, author: str = "") -> Q:
    """For words that hang on a relationship, with the field that says when they were written:
    those of the person's own pairs.

    Whoever joined a circle later reads what was written from then on, and what is their own
    (`author` names that field); what was said before was said to others.
    """
    if person_id is None:
        return NOTHING
    there = Q(relationship__is_circle=False) | Q(accepted_at__isnull=True)
    there |= Q(accepted_at__lte=F("relationship__opened_at")) | Q(accepted_at__lte=OuterRef(moment))
    own = Party.objects.filter(
        relationship=OuterRef("relationship"), person_id=person_id, left_at__isnull=True
    )
    heard = Q(Exists(own.filter(there)))
    return heard | (Q(Exists(own)) & Q(**{author: person_id})) if author else heard


def _steered(actor: Actor) -> Q:
    """One's own pairs, and the circles that one leads: a member leaves, and the circle goes on."""
    if actor.person_id is None:
        return NOTHING
    circles = Q(is_circle=True) & ~own_pairs(actor, side=Side.GUIDE)
    return own_pairs(actor) & ~circles


def _led(actor: Actor) -> Q:
    """Where the actor coordinates the program or its organization."""
    return Q(organization_id__in=actor.scopes(ORGANIZATION, *STAFF)) | Q(
        program_id__in=actor.scopes(PROGRAM, ProgramRole.COORDINATOR)
    )


def _read(actor: Actor) -> Q:
    """Where the actor coordinates or reads; a partner's staff reads on its own people."""
    houses = actor.scopes(ORGANIZATION, *READERS)
    reach = Q(organization_id__in=houses) | Q(
        program_id__in=actor.scopes(PROGRAM, ProgramRole.COORDINATOR, ProgramRole.VIEWER)
    )
    # Asked beforehand: an “or” with a set, nearly always empty, would cost every list its index.
    partners = Organization.objects.filter(pk__in=houses, partner_programs__isnull=False)
    for organization_id in sorted(set(partners.values_list("pk", flat=True))):
        sent = Party.objects.filter(
            person__memberships__organization_id=organization_id,
            person__memberships__ended_at__isnull=True,
            relationship__program__partners=organization_id,
        )
        reach |= Q(pk__in=sent.values("relationship_id"))
    return reach


@message_reach
def pair_messages(actor: Actor) -> Q:
    """Messages about the pairs of the programs that the actor coordinates."""
    programs = programs_beyond_staff(actor)
    if not programs:
        return NOTHING
    pairs = Relationship.objects.filter(program_id__in=programs).order_by()
    key = Concat(Value("relationship:"), Cast("pk", CharField()))
    return Q(about__in=pairs.annotate(message_about=key).values("message_about"))


SEE_RELATIONSHIP = declare(
    Access(
        "relationship.see",
        "The pair see their own page. Coordinators, administrators and read-only staff see that"
        " they met and what is due, never what they wrote; a partner's staff sees its own people.",
        Relationship,
        lambda actor: own_pairs(actor) | _read(actor),
    )
)
ACT_IN_RELATIONSHIP = declare(
    Access(
        "relationship.act",
        "Only the pair answer their offer, log meetings and tick off first steps.",
        Relationship,
        own_pairs,
        read=SEE_RELATIONSHIP,
    )
)
STEER_RELATIONSHIP = declare(
    Access(
        "relationship.steer",
        "The pair and their coordinators pause, resume and end it; a circle, those who lead it.",
        Relationship,
        lambda actor: _steered(actor) | _led(actor),
        read=SEE_RELATIONSHIP,
    )
)
OVERSEE_RELATIONSHIPS = declare(
    Access(
        "relationship.oversee",
        "Coordinators, administrators and read-only staff list the pairs of their programs.",
        Relationship,
        _read,
        read=SEE_RELATIONSHIP,
    )
)
