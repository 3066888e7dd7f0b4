"""Who may ask for a sign-off, sign, contest and settle one, and ask the gate.

A learner never signs, settles or takes back for themselves, whatever else they are in the house.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from guildhall.assessment.access import BUILD_PASSPORT, READ_PASSPORT, guided_now
from guildhall.assessment.models import (
    Assessor,
    Incident,
    Passport,
    SignOff,
    SignOffFlag,
    SignOffRequest,
    WardCard,
)
from guildhall.assessment.states import SignOffState
from guildhall.directory.access import MEMBER, ORGANIZATION, SEE_ORGANIZATION
from guildhall.directory.models import Membership, Organization
from guildhall.directory.states import STAFF
from guildhall.permissions.access import NOTHING, Access, declare
from guildhall.permissions.actor import Actor
from guildhall.programs.access import PROGRAM
from guildhall.programs.states import ProgramRole


def named_assessors() -> QuerySet[Assessor]:
    """Who is named now, and still belongs to the house that named them."""
    belongs = Membership.objects.filter(
        organization=OuterRef("organization"), person=OuterRef("person"), ended_at__isnull=True
    )
    return Assessor.objects.filter(Exists(belongs), ended_at__isnull=True)


def _passports(reach: Q) -> QuerySet[Passport, Any]:
    return Passport.objects.filter(reach).order_by().values("pk")


def _of(access: Access[Passport], actor: Actor) -> Q:
    """Rows that hang on a passport to which the actor may do it."""
    return Q(passport_id__in=_passports(access.reach(actor)))


def _me(actor: Actor, field: str) -> Q:
    return NOTHING if actor.person_id is None else Q((field, actor.person_id))


def _learned(actor: Actor) -> Q:
    return _me(actor, "passport__learner_id")


def _led(actor: Actor) -> Q:
    """Of the houses and programs that the actor runs; never of their own passport."""
    houses = actor.scopes(ORGANIZATION, *STAFF)
    programs = actor.scopes(PROGRAM, ProgramRole.COORDINATOR)
    if not houses and not programs:
        return NOTHING
    linked = Passport.relationships.through.objects.filter(relationship__program_id__in=programs)
    reach = Q(passport__organization_id__in=houses)
    return (reach | Q(passport_id__in=linked.values("passport_id"))) & ~_learned(actor)


def _assessed(actor: Actor) -> Q:
    """Of the houses that named the actor an assessor."""
    if actor.person_id is None:
        return NOTHING
    houses = named_assessors().filter(person_id=actor.person_id).values("organization_id")
    return Q(passport__organization_id__in=houses) & ~_learned(actor)


def _judged(actor: Actor) -> Q:
    """Whoever runs it and, while it is contested, another assessor than the one who signed."""
    contested = _assessed(actor) & Q(state=SignOffState.CONTESTED)
    return (_led(actor) | contested) & ~_me(actor, "signer_id")


def _at_the_gate(actor: Actor) -> Q:
    inside = Q(organization_id__in=actor.scopes(ORGANIZATION, MEMBER))
    return inside | READ_PASSPORT.reach(actor)


NAME_ASSESSORS = declare(
    Access(
        "organization.name_assessors",
        "Coordinators and administrators name who may sign off beside the preceptor of a pair.",
        Organization,
        lambda actor: Q(pk__in=actor.scopes(ORGANIZATION, *STAFF)),
        read=SEE_ORGANIZATION,
    )
)
END_ASSESSOR = declare(
    Access(
        "assessor.end",
        "Coordinators and administrators of the organization end that somebody is its assessor.",
        Assessor,
        lambda actor: Q(organization_id__in=actor.scopes(ORGANIZATION, *STAFF)),
    )
)
ASK_GATE = declare(
    Access(
        "passport.ask_gate",
        "Colleagues of the house, and whoever reads the passport, ask about one competency at a"
        " time what its learner may do today, and report that they were asked to do more.",
        Passport,
        _at_the_gate,
    )
)
ASK_SIGN_OFF = declare(
    Access(
        "passport.ask_sign_off",
        "The learner and whoever guides them now ask somebody for a sign-off.",
        Passport,
        BUILD_PASSPORT.reach,
        read=READ_PASSPORT,
    )
)
KEEP_WARD_CARD = declare(
    Access(
        "passport.keep_ward_card",
        "The learner and whoever guides them now make a ward card and show its code.",
        Passport,
        BUILD_PASSPORT.reach,
        read=READ_PASSPORT,
    )
)
END_WARD_CARD = declare(
    Access(
        "ward_card.end",
        "The learner, whoever guides them now, and whoever runs the program end a ward card.",
        WardCard,
        lambda actor: _of(BUILD_PASSPORT, actor) | _led(actor),
    )
)
SEE_SIGN_OFF_REQUEST = declare(
    Access(
        "sign_off_request.see",
        "Whoever was asked to sign, the learner and whoever guides them now see what was asked.",
        SignOffRequest,
        lambda actor: _me(actor, "signer_id") | _of(BUILD_PASSPORT, actor),
    )
)
SHOW_SIGN_OFF_LINK = declare(
    Access(
        "sign_off_request.show_link",
        "The learner and whoever guides them now show the code, send the link and take it back.",
        SignOffRequest,
        lambda actor: _of(BUILD_PASSPORT, actor),
        read=SEE_SIGN_OFF_REQUEST,
    )
)
SIGN_OFF = declare(
    Access(
        "sign_off_request.sign",
        "Only whoever was asked signs or declines; never the learner.",
        SignOffRequest,
        lambda actor: _me(actor, "signer_id") & ~_learned(actor),
        read=SEE_SIGN_OFF_REQUEST,
    )
)
SIGN_OFFLINE = declare(
    Access(
        "passport.sign_offline",
        "What was signed without network is taken from whoever guides the learner now; never from"
        " the learner.",
        Passport,
        guided_now,
        read=READ_PASSPORT,
    )
)
READ_SIGN_OFF = declare(
    Access(
        "sign_off.read",
        "Whoever reads the passport reads its sign-offs, whoever signed reads their own, and"
        " assessors of the house those that they may settle.",
        SignOff,
        lambda actor: (
            _of(READ_PASSPORT, actor)
            | _me(actor, "signer_id")
            | (_assessed(actor) & Q(state=SignOffState.CONTESTED))
        ),
    )
)
WITHDRAW_SIGN_OFF = declare(
    Access(
        "sign_off.withdraw",
        "Whoever signed, and whoever runs the program, take a sign-off back with a reason.",
        SignOff,
        lambda actor: (_me(actor, "signer_id") & ~_learned(actor)) | _led(actor),
        read=READ_SIGN_OFF,
    )
)
CONTEST_SIGN_OFF = declare(
    Access(
        "sign_off.contest",
        "Only the learner contests a sign-off of their own.",
        SignOff,
        _learned,
        read=READ_SIGN_OFF,
    )
)
SETTLE_SIGN_OFF = declare(
    Access(
        "sign_off.settle",
        "A coordinator, or another assessor of the house than the one who signed, upholds or takes"
        " back what was contested.",
        SignOff,
        _judged,
        read=READ_SIGN_OFF,
    )
)
REVIEW_FLAG = declare(
    Access(
        "sign_off_flag.review",
        "Whoever runs the program looks at signings that stand out; never at their own.",
        SignOffFlag,
        lambda actor: Q(
            sign_off__in=SignOff.objects.filter(_led(actor) & ~_me(actor, "signer_id")).values("pk")
        ),
    )
)
READ_INCIDENT = declare(
    Access(
        "incident.read",
        "Whoever reported that somebody was asked to do more than they may, and whoever runs the"
        " program.",
        Incident,
        lambda actor: _me(actor, "reported_by_id") | _led(actor),
    )
)
SETTLE_INCIDENT = declare(
    Access(
        "incident.settle",
        "Whoever runs the program settles what was reported at the gate.",
        Incident,
        _led,
        read=READ_INCIDENT,
    )
)
