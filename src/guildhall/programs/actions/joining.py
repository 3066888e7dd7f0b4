"""Ways into a cohort: links, newcomers, invitations by e-mail."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.accounts.models import Account
from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput, NotAllowed, WrongState
from guildhall.core.tokens import new_token
from guildhall.directory.access import STAFF_ORGANIZATION
from guildhall.directory.actions.members import add_member
from guildhall.directory.models import Membership, Person
from guildhall.engine.tables import CellError, parse_email
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.outgoing import Outgoing
from guildhall.permissions.access import may, require
from guildhall.permissions.actor import SYSTEM, Actor
from guildhall.programs.access import CHANGE_COHORT, CHANGE_JOIN_LINK
from guildhall.programs.actions.applications import begin
from guildhall.programs.actions.enrolling import lock_cohort
from guildhall.programs.actions.events import (
    JOIN_LINK_CLOSED,
    JOIN_LINK_OPENED,
    NEWCOMER_ADMITTED,
    PERSON_ASKED_IN,
)
from guildhall.programs.actions.telling import common_values
from guildhall.programs.messages import INVITED
from guildhall.programs.models import Cohort, Enrollment, JoinLink
from guildhall.programs.queries.members import known_to
from guildhall.programs.queries.words import time_asked
from guildhall.programs.states import EnrollmentState, Side

MOST_AT_ONCE = 300
S = EnrollmentState


@dataclass(frozen=True, slots=True)
class InvitedList:
    """What became of a list of addresses."""

    invited: list[Enrollment] = field(default_factory=list)
    already: list[Enrollment] = field(default_factory=list)


def open_join_link(
    *,
    cohort: Cohort,
    side: str,
    by: Actor,
    at: datetime,
    admits_newcomers: bool = False,
    expires_at: datetime | None = None,
) -> JoinLink:
    """A new link into one side. With `admits_newcomers`, who has no record here gets one by it;
    only staff of the organization may open such a link."""
    require(CHANGE_COHORT, by, cohort)
    if admits_newcomers:
        require(STAFF_ORGANIZATION, by, cohort.program.organization)
    if cohort.archived_at is not None:
        raise WrongState(_("This cohort is in the archive; nobody can join it."))
    with transaction.atomic():
        link = JoinLink.objects.create(
            cohort=cohort,
            side=Side(side),
            token=new_token(),
            admits_newcomers=admits_newcomers,
            created_by_id=by.person_id,
            created_at=at,
            expires_at=expires_at,
        )
        _record(JOIN_LINK_OPENED, link, by=by, at=at)
    return link


def close_join_link(*, join_link: JoinLink, by: Actor, at: datetime) -> JoinLink:
    """From now on nobody comes in by this link. Who came stays."""
    require(CHANGE_JOIN_LINK, by, join_link)
    if join_link.closed_at is not None:
        raise WrongState(_("This link is closed already."))
    with transaction.atomic():
        join_link.closed_at = at
        join_link.save(update_fields=["closed_at"])
        _record(JOIN_LINK_CLOSED, join_link, by=by, at=at)
    return join_link


def admit_newcomer(
    *, join_link: JoinLink, account: Account, given_name: str, family_name: str = "", at: datetime
) -> Person:
    """Somebody who signed in by this link becomes a member of the program's organization.

    A person with a record elsewhere keeps it and gets a membership. Refuses a link that does not
    admit newcomers or is closed. Nobody is told.
    """
    organization = join_link.cohort.program.organization
    if not join_link.is_open(at=at):
        raise WrongState(_("This link is closed. Ask the coordinator for a new one."))
    own = Person.objects.filter(account=account).first()
    if own is not None and own.memberships.filter(organization=organization).exists():
        return own
    if not join_link.admits_newcomers:
        raise NotAllowed(
            _("This link is for members of %(organization)s. Ask the coordinator to invite you.")
            % {"organization": organization.name}
        )
    if own is None and not given_name.strip():
        raise InvalidInput(_("Tell us your name."), {"given_name": _("Write your first name.")})
    with transaction.atomic():
        if own is None:
            own = add_member(
                organization=organization,
                given_name=given_name.strip(),
                family_name=family_name.strip(),
                email=account.email,
                by=SYSTEM,
                at=at,
            ).person
            own.account = account
            own.save(update_fields=["account"])
        else:
            Membership.objects.create(organization=organization, person=own, started_at=at)
        by = Actor(account_id=account.pk, person_id=own.pk)
        record(NEWCOMER_ADMITTED, by=by, subject=own, at=at, organization_id=organization.pk)
    return own


def invite_people(
    *,
    cohort: Cohort,
    side: str,
    emails: Sequence[str],
    by: Actor,
    at: datetime,
    note: str = "",
) -> InvitedList:
    """Ask people in by their addresses: each gets a draft and a mail.

    Addresses that nobody here has get a record with them, if the actor may add people. Who takes
    part already is not asked again. Refuses the whole list where one address cannot be used, by
    line, and more than 300 at once.
    """
    require(CHANGE_COHORT, by, cohort)
    if cohort.archived_at is not None:
        raise WrongState(_("This cohort is in the archive; nobody can join it."))
    addresses = _addresses(emails)
    with transaction.atomic():
        lock_cohort(cohort)
        people = _people(cohort, addresses, by=by, at=at)
        present = {
            row.person_id: row
            for row in Enrollment.objects.select_for_update(of=("self",))
            .filter(cohort=cohort, side=side, person__in=people)
            .select_related("cohort__program", "person")
        }
        outcome = InvitedList()
        for person in people:
            row = present.get(person.pk)
            if row is not None and row.state not in (S.DECLINED, S.WITHDRAWN):
                outcome.already.append(row)
                continue
            asked = begin(
                cohort=cohort, person=person, side=side, by=by, at=at, present=row, invited_at=at
            )
            _record(PERSON_ASKED_IN, asked, by=by, at=at)
            outcome.invited.append(asked)
        _mail(cohort, side, outcome.invited, note=note, by=by, at=at)
    return outcome


def _addresses(emails: Sequence[str]) -> list[str]:
    problems: dict[str, str] = {}
    found: dict[str, None] = {}
    for number, text in enumerate(emails, start=1):
        if not text.strip():
            continue
        try:
            found[parse_email(text).lower()] = None
        except CellError as error:
            problems[f"line {number}"] = str(error)
    if problems:
        lines = " ".join(f"{place}: {what}" for place, what in problems.items())
        raise InvalidInput(lines, problems)
    if not found:
        raise InvalidInput(_("Give at least one e-mail address, one a line."))
    if len(found) > MOST_AT_ONCE:
        raise InvalidInput(
            _("These are %(count)s addresses; invite at most %(most)s at once, or import them.")
            % {"count": len(found), "most": MOST_AT_ONCE}
        )
    return list(found)


def _people(cohort: Cohort, addresses: Sequence[str], *, by: Actor, at: datetime) -> list[Person]:
    """Members by address, the program's own organization first; unknown ones are added.

    A partner's people who have not come forward are not looked for: an address of theirs becomes a
    record here, which tells nothing about them.
    """
    program = cohort.program
    members = Membership.objects.filter(
        known_to(program, by), ended_at__isnull=True
    ).select_related("person")
    known: dict[str, Person] = {}
    wanted = set(addresses)
    for member in sorted(members, key=lambda row: row.organization_id != program.organization_id):
        address = member.person.email.lower()
        if address in wanted:
            known.setdefault(address, member.person)
    unknown = [address for address in addresses if address not in known]
    if unknown and not may(STAFF_ORGANIZATION, by, program.organization):
        raise InvalidInput(
            _(
                "%(address)s belongs to nobody here. Ask a coordinator of %(organization)s to add"
                " them first."
            )
            % {"address": unknown[0], "organization": program.organization.name}
        )
    for address in unknown:
        known[address] = add_member(
            organization=program.organization,
            given_name=_name_of(address),
            email=address,
            by=by,
            at=at,
        ).person
    return [known[address] for address in addresses]


def _name_of(address: str) -> str:
    """A name to begin with, until the person writes their own."""
    return address.partition("@")[0].replace(".", " ").replace("_", " ").title()[:100]


def _mail(
    cohort: Cohort,
    side: str,
    enrollments: Sequence[Enrollment],
    *,
    note: str,
    by: Actor,
    at: datetime,
) -> None:
    program = cohort.program
    inviter = Person.objects.filter(pk=by.person_id or 0).first()
    values = {
        **common_values(cohort, side),
        "invited_by": inviter.name if inviter else program.organization.name,
        "summary": program.summary,
        "time_asked": time_asked(program),
        "note": note.strip(),
    }
    needs_link = [row for row in enrollments if row.person.account_id is None]
    entrance = _entrance(cohort, side, by=by, at=at) if needs_link else None
    send_many(
        [
            Outgoing(
                kind=INVITED,
                to=row.person,
                values=values,
                key=f"{INVITED}:{row.pk}:{at:%Y%m%d%H%M%S}",
                organization=program.organization,
                about=f"cohort:{cohort.pk}",
                path=f"/join/{entrance.token}/"
                if entrance and row.person.account_id is None
                else f"/enrollments/{row.pk}/",
            )
            for row in enrollments
        ],
        at=at,
    )


def _entrance(cohort: Cohort, side: str, *, by: Actor, at: datetime) -> JoinLink:
    """A link by which invited people without an account may make one."""
    links = cohort.join_links.filter(side=side, closed_at__isnull=True, expires_at__isnull=True)
    return links.first() or open_join_link(cohort=cohort, side=side, by=by, at=at)


def _record(kind: str, row: JoinLink | Enrollment, *, by: Actor, at: datetime) -> None:
    organization_id = row.cohort.program.organization_id
    record(kind, by=by, subject=row, at=at, organization_id=organization_id)
