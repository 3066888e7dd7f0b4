"""Two records of one person become one, and nothing of either is lost."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from guildhall.accounts.models import Account
from guildhall.audit.actions import record
from guildhall.audit.kinds import declare
from guildhall.core.errors import InvalidInput, NotAllowed, WrongState
from guildhall.directory.access import CHANGE_PERSON, ORGANIZATION
from guildhall.directory.models import Membership, Person, PersonMerge, RoleGrant
from guildhall.directory.states import STAFF, Role
from guildhall.files.models import StoredFile
from guildhall.flows.actions.merging_parts import (
    Chosen,
    merge_enrollments,
    merge_memberships,
    merge_passports,
    merge_profiles,
    take_values,
)
from guildhall.flows.actions.merging_standings import merge_standings
from guildhall.flows.actions.moving import Relation, move_all
from guildhall.mentoring.models import GuideRequest
from guildhall.people.models import Profile
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.models import Enrollment, NeverPair, ProgramGrant, Wish
from guildhall.relationships.models import Party

RECORDS_MERGED = declare("records_merged", "Two records of one person were merged.")
PERSON_FIELDS = ("given_name", "family_name", "email", "time_zone")
# Settled by their own functions, or part of the history itself.
SETTLED: frozenset[Relation] = frozenset(
    {
        (Membership, "person"),
        (Profile, "person"),
        (Enrollment, "person"),
        (PersonMerge, "merged"),
    }
)


def merge_people(
    *,
    kept: Person,
    merged: Person,
    by: Actor,
    at: datetime,
    chosen: Chosen | None = None,
) -> PersonMerge:
    """Merge one record into another: memberships, roles, profile, enrollments, pairs, answers,
    notices, wishes, and whoever reports to them.

    `chosen` names the fields whose value comes from the merged record ("merged"); otherwise the
    kept record's stays, and what it leaves open is filled; the address is that of whoever signs
    in. Two enrollments on one side of a cohort
    become one, the further one. The merged row stays, empty, and points to the kept one. Nobody is
    told. Coordinators and administrators only, for records that belong to their organizations
    alone; records with roles, or with two ways to sign in, by administrators. Refuses two people
    who are paired with each other.
    """
    _require_may_merge(kept, merged, by)
    return join_records(kept=kept, merged=merged, by=by, at=at, chosen=chosen or {})


def join_records(
    *, kept: Person, merged: Person, by: Actor, at: datetime, chosen: Chosen
) -> PersonMerge:
    """The merge itself, for whoever has made sure that it is one person."""
    with transaction.atomic():
        rows = Person.objects.select_for_update().filter(pk__in=(kept.pk, merged.pk))
        locked = {row.pk: row for row in rows.order_by("pk")}
        kept, merged = locked[kept.pk], locked[merged.pk]
        _refuse_two_people(kept, merged)
        fields = _settle_address(kept, merged, chosen)
        _join_accounts(kept, merged, chosen)
        taken = take_values(kept, merged, fields, chosen)
        resolved = merge_enrollments(kept, merged) + merge_memberships(kept, merged, chosen)
        merge_profiles(kept, merged, chosen, at=at)
        resolved += merge_passports(kept, merged, by=by, at=at)
        resolved += merge_standings(kept, merged)
        _drop_self_references(kept, merged)
        moved = move_all(old=merged, new=kept, besides=lambda relation: relation in SETTLED)
        StoredFile.objects.filter(uploaded_by_id_of_person=merged.pk).update(
            uploaded_by_id_of_person=kept.pk
        )
        kept.memberships.filter(manager=kept).update(manager=None)
        kept.save()
        merged.merged_into = kept
        merged.save(update_fields=["merged_into", "account"])
        return _recorded(
            kept, merged, {"moved": moved, "resolved": resolved, "taken": taken}, by=by, at=at
        )


def _recorded(
    kept: Person, merged: Person, content: dict[str, Any], *, by: Actor, at: datetime
) -> PersonMerge:
    row = PersonMerge.objects.create(
        kept=kept,
        merged=merged,
        merged_at=at,
        merged_by_id_of_person=by.person_id,
        moved=content,
    )
    membership = kept.memberships.order_by("pk").first()
    record(
        RECORDS_MERGED,
        by=by,
        subject=kept,
        at=at,
        organization_id=membership.organization_id if membership else None,
        merged=merged.pk,
    )
    return row


def _require_may_merge(kept: Person, merged: Person, by: Actor) -> None:
    for person in (kept, merged):
        require(CHANGE_PERSON, by, person)
    if kept.pk == merged.pk:
        raise InvalidInput(_("These are the same record. Choose another one to merge."))
    if by.is_system:
        return
    memberships = Membership.objects.filter(person__in=(kept, merged))
    houses = set(memberships.values_list("organization_id", flat=True))
    if not houses <= by.scopes(ORGANIZATION, *STAFF):
        raise NotAllowed(
            _(
                "One of these records is not yours alone to change. The person can join them by"
                " signing in with the address that both have."
            )
        )
    if _hold_roles(kept, merged, role=Role.SAFETY):
        raise NotAllowed(
            _(
                "One of these records is that of a safety officer, so what they read would change"
                " hands. The person joins them by signing in with an address of both."
            )
        )
    administered = by.scopes(ORGANIZATION, Role.ADMINISTRATOR)
    has_two_accounts = kept.account_id is not None and merged.account_id is not None
    if has_two_accounts and Party.objects.filter(person__in=(kept, merged)).exists():
        raise NotAllowed(
            _(
                "Both records sign in, and one of them is in a pair, so what is written there would"
                " change hands. The person joins them by signing in with an address of both."
            )
        )
    if (has_two_accounts or _hold_roles(kept, merged)) and not houses <= administered:
        raise NotAllowed(
            _(
                "One of these records holds a role, or both have a way to sign in. Ask an"
                " administrator to merge them."
            )
        )


def _hold_roles(*people: Person, role: str = "") -> bool:
    roles = RoleGrant.objects.filter(membership__person__in=people, ended_at=None)
    if role:
        return roles.filter(role=role).exists()
    grants = ProgramGrant.objects.filter(person__in=people, ended_at=None)
    return roles.exists() or grants.exists()


def _refuse_two_people(kept: Person, merged: Person) -> None:
    if kept.merged_into_id is not None or merged.merged_into_id is not None:
        raise WrongState(_("One of these records was merged already. Open the other one."))
    theirs = Party.objects.filter(person=merged).values("relationship_id")
    if Party.objects.filter(person=kept, relationship_id__in=theirs).exists():
        raise WrongState(
            _("These two are paired with each other, so they are two people, not one.")
        )


def _settle_address(kept: Person, merged: Person, chosen: Chosen) -> tuple[str, ...]:
    """Whoever signs in keeps their address: at any other one somebody could read their mail.

    Returns the fields that are still to be settled.
    """
    owners = [person for person in (kept, merged) if person.account_id is not None]
    if not owners:
        return PERSON_FIELDS
    kept.email = owners[-1 if chosen.get("account") == "merged" else 0].email
    return tuple(name for name in PERSON_FIELDS if name != "email")


def _join_accounts(kept: Person, merged: Person, chosen: Chosen) -> None:
    """One way to sign in stays; of two the other one is closed, so that it opens nothing."""
    theirs = merged.account
    if theirs is None:
        return
    merged.account = None
    merged.save(update_fields=["account"])
    own = kept.account
    if own is None or chosen.get("account") == "merged":
        kept.account = theirs
        own, theirs = theirs, own
    if theirs is not None:
        Account.objects.filter(pk=theirs.pk).update(is_active=False)


def _drop_self_references(kept: Person, merged: Person) -> None:
    """Nobody is kept apart from, wishes for, or asks, themselves."""
    both = (kept, merged)
    NeverPair.objects.filter(person__in=both, other__in=both).delete()
    GuideRequest.objects.filter(guide__in=both, learner__in=both).delete()
    own = models.Q(enrollment__person__in=both)
    Wish.objects.filter(own, person__in=both).delete()
