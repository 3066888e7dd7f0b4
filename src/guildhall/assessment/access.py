"""Who may read, add to and oversee passports, apart from sign-offs.

A passport is assessment, and says so: beside the learner and whoever guides now, those who run or
read the program and the learner's manager read it. A former preceptor no longer does. Whoever was
asked to watch one thing sees that ask, and nothing else of the passport.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from guildhall.assessment.models import (
    Evidence,
    Observation,
    ObservationAsk,
    Passport,
    Rating,
    RatingRound,
)
from guildhall.directory.access import ORGANIZATION
from guildhall.directory.models import Membership, Organization
from guildhall.directory.states import READERS, STAFF, Role
from guildhall.permissions.access import NOTHING, Access, declare
from guildhall.permissions.actor import Actor
from guildhall.programs.access import PROGRAM
from guildhall.programs.states import ProgramRole, Side
from guildhall.relationships.access import PAIR, STANDS_IN
from guildhall.relationships.models import Party
from guildhall.relationships.states import BEGUN

LINKS = Passport.relationships.through


def _learned(actor: Actor) -> Q:
    return NOTHING if actor.person_id is None else Q(learner_id=actor.person_id)


def guided_now(actor: Actor) -> Q:
    """Passports of the pairs in which the actor guides now; nobody guides themselves."""
    if actor.person_id is None:
        return NOTHING
    pairs = Party.objects.filter(
        person_id=actor.person_id,
        side=Side.GUIDE,
        left_at__isnull=True,
        relationship__state__in=BEGUN,
    )
    linked = LINKS.objects.filter(relationship_id__in=pairs.values("relationship_id"))
    return Q(pk__in=linked.values("passport_id")) & ~Q(learner_id=actor.person_id)


def _stood_in(actor: Actor) -> Q:
    """Passports of the pairs in which the actor stands in for the preceptor now."""
    pairs = actor.scopes(PAIR, STANDS_IN)
    if not pairs:
        return NOTHING
    linked = LINKS.objects.filter(relationship_id__in=pairs)
    return Q(pk__in=linked.values("passport_id")) & ~_learned(actor)


def _led(actor: Actor) -> Q:
    """Passports of the houses and programs that the actor runs."""
    return _within(actor, STAFF, (ProgramRole.COORDINATOR,))


def _within(actor: Actor, roles: tuple[str, ...], program_roles: tuple[str, ...]) -> Q:
    houses = actor.scopes(ORGANIZATION, *roles)
    programs = actor.scopes(PROGRAM, *program_roles)
    reach = Q(organization_id__in=houses) if houses else NOTHING
    if programs:
        linked = LINKS.objects.filter(relationship__program_id__in=programs)
        reach |= Q(pk__in=linked.values("passport_id"))
    return reach


def _sent(actor: Actor) -> Q:
    """A partner's own people, in the programs in which it takes part."""
    houses = actor.scopes(ORGANIZATION, *READERS)
    if not houses:
        return NOTHING
    # Asked beforehand, as for lists of pairs: an “or” with an empty set costs every list its index.
    partners = Organization.objects.filter(pk__in=houses, partner_programs__isnull=False)
    reach = NOTHING
    for house in sorted(set(partners.values_list("pk", flat=True))):
        linked = LINKS.objects.filter(relationship__program__partners=house)
        people = Membership.objects.filter(organization_id=house, ended_at__isnull=True)
        reach |= Q(pk__in=linked.values("passport_id"), learner_id__in=people.values("person_id"))
    return reach


def _managed(actor: Actor) -> Q:
    """Passports of the actor's own reports, in the house in which they are."""
    houses = actor.scopes(ORGANIZATION, Role.MANAGER)
    if actor.person_id is None or not houses:
        return NOTHING
    reports = Membership.objects.filter(
        person_id=OuterRef("learner_id"),
        organization_id=OuterRef("organization_id"),
        manager_id=actor.person_id,
        ended_at__isnull=True,
    )
    return Q(organization_id__in=houses) & Q(Exists(reports))


def _overseen(actor: Actor) -> Q:
    readers = (ProgramRole.COORDINATOR, ProgramRole.VIEWER)
    return _within(actor, READERS, readers) | _sent(actor) | _managed(actor)


def _read(actor: Actor) -> Q:
    return _learned(actor) | guided_now(actor) | _stood_in(actor) | _overseen(actor)


def _of(reach: Q) -> QuerySet[Passport]:
    """The passports of a reach, for rows that hang on one."""
    return Passport.objects.filter(reach).order_by()


def _own(actor: Actor, field: str) -> Q:
    return NOTHING if actor.person_id is None else Q((field, actor.person_id))


READ_PASSPORT = declare(
    Access(
        "passport.read",
        "The learner, whoever guides them now and their backup read the passport. It is assessment:"
        " those who run or read the program and the learner's manager read it, too; a partner's"
        " staff that of its own people.",
        Passport,
        _read,
    )
)
OBSERVE_PASSPORT = declare(
    Access(
        "passport.observe",
        "Whoever guides the learner now and their backup record what they saw; never the learner.",
        Passport,
        lambda actor: guided_now(actor) | _stood_in(actor),
        read=READ_PASSPORT,
    )
)
BUILD_PASSPORT = declare(
    Access(
        "passport.build",
        "The learner and whoever guides them now ask for observations and add evidence.",
        Passport,
        lambda actor: _learned(actor) | guided_now(actor),
        read=READ_PASSPORT,
    )
)
OPEN_RATINGS = declare(
    Access(
        "passport.open_ratings",
        "Whoever guides the learner now, and whoever runs the program, open a round of ratings.",
        Passport,
        lambda actor: guided_now(actor) | _led(actor),
        read=READ_PASSPORT,
    )
)
OVERSEE_PASSPORTS = declare(
    Access(
        "passport.oversee",
        "Coordinators, administrators and read-only staff list the passports of their programs,"
        " managers those of their team, a partner's staff those of its own people.",
        Passport,
        _overseen,
        read=READ_PASSPORT,
    )
)
READ_OBSERVATION = declare(
    Access(
        "observation.read",
        "Whoever reads the passport reads its observations; observers go on reading their own.",
        Observation,
        lambda actor: Q(passport_id__in=_of(_read(actor))) | _own(actor, "observer_id"),
    )
)
TAKE_BACK_OBSERVATION = declare(
    Access(
        "observation.take_back",
        "Only who recorded an observation takes it back.",
        Observation,
        lambda actor: _own(actor, "observer_id"),
        read=READ_OBSERVATION,
    )
)
READ_ASK = declare(
    Access(
        "observation_ask.read",
        "Whoever was asked to watch something, and the learner, read that ask.",
        ObservationAsk,
        lambda actor: _own(actor, "asked_id") | _own(actor, "passport__learner_id"),
    )
)
ANSWER_ASK = declare(
    Access(
        "observation_ask.answer",
        "Whoever was asked to watch one thing records it or declines; never the learner.",
        ObservationAsk,
        lambda actor: _own(actor, "asked_id") & ~_own(actor, "passport__learner_id"),
        read=READ_ASK,
    )
)
SEE_ROUND = declare(
    Access(
        "rating_round.see",
        "Whoever reads the passport sees that a round of ratings is open and who has locked.",
        RatingRound,
        lambda actor: Q(passport_id__in=_of(_read(actor))),
    )
)
RATE_PASSPORT = declare(
    Access(
        "rating_round.rate",
        "The learner rates themselves, and whoever guides them now rates beside them.",
        RatingRound,
        lambda actor: Q(passport_id__in=_of(_learned(actor) | guided_now(actor))),
        read=SEE_ROUND,
    )
)


def _settled(actor: Actor) -> Q:
    """Sheets of rounds in which no sheet is open and both sides have one."""
    locked = Rating.objects.filter(round_id=OuterRef("round_id"), locked_at__isnull=False)
    both = Exists(locked.filter(rater="learner")) & Exists(locked.filter(rater="preceptor"))
    return Q(both, round__passport_id__in=_of(_read(actor)))


READ_RATING = declare(
    Access(
        "rating.read",
        "People read their own sheet; everybody who reads the passport reads both once both are"
        " locked, and nobody before.",
        Rating,
        lambda actor: _own(actor, "person_id") | _settled(actor),
    )
)
READ_EVIDENCE = declare(
    Access(
        "evidence.read",
        "Whoever reads the passport reads its evidence.",
        Evidence,
        lambda actor: Q(passport_id__in=_of(_read(actor))),
    )
)
REMOVE_EVIDENCE = declare(
    Access(
        "evidence.remove",
        "Who added a piece of evidence, and the learner, take it away.",
        Evidence,
        lambda actor: (
            Q(passport_id__in=_of(_read(actor)))
            & (_own(actor, "added_by_id") | _own(actor, "passport__learner_id"))
        ),
        read=READ_EVIDENCE,
    )
)
