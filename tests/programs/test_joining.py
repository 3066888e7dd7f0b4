"""Links, newcomers, invitations and nominations."""

import pytest

from guildhall.accounts.models import Account
from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.directory.models import Membership, Person
from guildhall.notify.models import Message, Notice
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.actions.enrollments import withdraw
from guildhall.programs.actions.joining import (
    admit_newcomer,
    close_join_link,
    invite_people,
    open_join_link,
)
from guildhall.programs.actions.nominations import answer_nomination, nominate
from guildhall.programs.actions.roles import end_program_role, grant_program_role
from guildhall.programs.models import JoinLink, ProgramGrant
from guildhall.programs.states import EnrollmentState, Side
from tests.programs.factories import make_enrollment
from tests.world import NOW


def account(email="new@example.org"):
    return Account.objects.create(email=email)


def link(world, cohort, who="maren", **more):
    return open_join_link(cohort=cohort, side=Side.LEARNER, by=world.actor(who), at=NOW, **more)


def invite(world, cohort, *emails, who="maren", side=Side.LEARNER):
    return invite_people(
        cohort=cohort, side=side, emails=emails, by=world.actor(who), at=NOW, note="Do come."
    )


def test_links_open_and_close_once(world, cohort):
    opened = link(world, cohort)
    assert opened.is_open(at=NOW)
    close_join_link(join_link=opened, by=world.actor("maren"), at=NOW)
    assert not opened.is_open(at=NOW)
    with pytest.raises(WrongState, match="closed already"):
        close_join_link(join_link=opened, by=world.actor("maren"), at=NOW)
    kinds = Event.objects.filter(kind__startswith="join_link").values_list("kind", flat=True)
    assert list(kinds) == ["join_link_opened", "join_link_closed"]


@pytest.mark.parametrize(
    ("who", "error"), [("vera", NotAllowed), ("noor", NotVisible), ("olga", NotVisible)]
)
def test_only_who_runs_it_opens_links(world, cohort, who, error):
    with pytest.raises(error):
        link(world, cohort, who)


def test_only_staff_of_the_house_let_newcomers_in(world, cohort, program):
    grant_program_role(
        program=program, person=world.gwen, role="coordinator", by=world.actor("maren"), at=NOW
    )
    assert not link(world, cohort, "gwen").admits_newcomers
    with pytest.raises(NotAllowed):
        link(world, cohort, "gwen", admits_newcomers=True)


def test_a_newcomer_gets_a_record_only_where_the_link_says_so(world, cohort):
    newcomer = account()
    with pytest.raises(NotAllowed, match="for members of Alder Bay"):
        admit_newcomer(join_link=link(world, cohort), account=newcomer, given_name="Ida", at=NOW)
    opened = link(world, cohort, admits_newcomers=True)
    with pytest.raises(InvalidInput):
        admit_newcomer(join_link=opened, account=newcomer, given_name=" ", at=NOW)
    person = admit_newcomer(
        join_link=opened, account=newcomer, given_name="Ida", family_name="Falk", at=NOW
    )
    assert (person.name, person.email, person.account) == ("Ida Falk", newcomer.email, newcomer)
    assert Membership.objects.get(person=person).organization == world.alder
    assert admit_newcomer(join_link=opened, account=newcomer, given_name="", at=NOW) == person
    assert Event.objects.filter(kind="newcomer_admitted").count() == 1


def test_somebody_from_elsewhere_keeps_their_record(world, cohort):
    opened = link(world, cohort, admits_newcomers=True)
    person = admit_newcomer(join_link=opened, account=world.olga.account, given_name="", at=NOW)
    assert person == world.olga
    assert person.memberships.count() == 2
    close_join_link(join_link=opened, by=SYSTEM, at=NOW)
    with pytest.raises(WrongState):
        admit_newcomer(join_link=opened, account=account(), given_name="Ida", at=NOW)


def test_inviting_finds_members_and_adds_the_others(world, cohort):
    outcome = invite(world, cohort, "NOOR@alderbay.example", "ida.falk@example.org", " ")
    assert [row.person.name for row in outcome.invited] == ["Noor Rahimi", "Ida Falk"]
    assert {row.state for row in outcome.invited} == {EnrollmentState.DRAFT}
    assert {row.invited_at for row in outcome.invited} == {NOW}
    known = Message.objects.get(person=world.noor)
    assert (known.kind, known.subject) == ("programs.invited", "You are invited: Mentoring")
    assert "Do come." in known.body
    assert list(Notice.objects.order_by("pk").values_list("path", flat=True)) == [
        f"/enrollments/{outcome.invited[0].pk}/",
        f"/join/{JoinLink.objects.get().token}/",
    ]


def test_inviting_again_asks_only_who_left(world, cohort):
    first = invite(world, cohort, "noor@alderbay.example", "tomas@alderbay.example").invited
    withdraw(enrollment=first[0], by=world.actor("noor"), at=NOW)
    outcome = invite(world, cohort, "noor@alderbay.example", "tomas@alderbay.example")
    assert [row.person.given_name for row in outcome.invited] == ["Noor"]
    assert [row.person.given_name for row in outcome.already] == ["Tomas"]


def test_a_bad_address_keeps_nothing(world, cohort):
    with pytest.raises(InvalidInput) as refused:
        invite(world, cohort, "ida@example.org", "nonsense")
    assert list(refused.value.problems) == ["line 2"]
    assert not Person.objects.filter(email="ida@example.org").exists()
    with pytest.raises(InvalidInput, match="at least one"):
        invite(world, cohort, " ")


def test_who_runs_only_the_program_adds_nobody(world, cohort, program):
    grant_program_role(
        program=program, person=world.gwen, role="coordinator", by=world.actor("maren"), at=NOW
    )
    assert len(invite(world, cohort, "noor@alderbay.example", who="gwen").invited) == 1
    with pytest.raises(InvalidInput, match="belongs to nobody here"):
        invite(world, cohort, "ida@example.org", who="gwen")


def propose(world, cohort, who="gwen", nominee="omar", reason="He listens first."):
    return nominate(
        cohort=cohort,
        side=Side.GUIDE,
        nominee=getattr(world, nominee),
        reason=reason,
        by=world.actor(who),
        at=NOW,
    )


def test_a_nominee_is_told_and_decides(world, cohort):
    nomination = propose(world, cohort)
    message = Message.objects.get()
    assert (message.kind, message.person) == ("programs.nominated", world.omar)
    assert "He listens first." in message.body
    with pytest.raises(NotVisible):
        answer_nomination(nomination=nomination, is_accepted=True, by=world.actor("noor"), at=NOW)
    enrollment = answer_nomination(
        nomination=nomination, is_accepted=True, by=world.actor("omar"), at=NOW
    )
    assert (enrollment.state, enrollment.side) == (EnrollmentState.DRAFT, "guide")
    with pytest.raises(WrongState, match="answered this nomination already"):
        answer_nomination(nomination=nomination, is_accepted=False, by=world.actor("omar"), at=NOW)


def test_declining_leaves_nothing_behind(world, cohort):
    nomination = propose(world, cohort)
    assert (
        answer_nomination(nomination=nomination, is_accepted=False, by=world.actor("omar"), at=NOW)
        is None
    )
    assert not cohort.enrollments.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"nominee": "gwen"}, "nominee"),
        ({"nominee": "olga"}, "nominee"),
    ],
)
def test_nominations_that_do_not_fit(world, cohort, values, field):
    with pytest.raises(InvalidInput) as refused:
        propose(world, cohort, **values)
    assert list(refused.value.problems) == [field]


def test_no_nomination_twice_nor_of_who_is_in(world, cohort):
    propose(world, cohort)
    with pytest.raises(WrongState, match="nominated this person"):
        propose(world, cohort)
    make_enrollment(cohort, world.tomas, Side.GUIDE)
    with pytest.raises(InvalidInput, match="cannot be sent"):
        propose(world, cohort, nominee="tomas")
    with pytest.raises(NotVisible):
        propose(world, cohort, who="olga")


def test_program_roles_come_and_go(world, program):
    by = world.actor("maren")
    grant = grant_program_role(program=program, person=world.omar, role="screener", by=by, at=NOW)
    assert (
        grant_program_role(program=program, person=world.omar, role="screener", by=by, at=NOW)
        == grant
    )
    assert world.actor("omar").holds("program", program.pk, "screener")
    end_program_role(grant=grant, by=by, at=NOW)
    assert not world.actor("omar").holds("program", program.pk, "screener")
    with pytest.raises(WrongState):
        end_program_role(grant=grant, by=by, at=NOW)
    with pytest.raises(InvalidInput, match="Olga Berg"):
        grant_program_role(program=program, person=world.olga, role="viewer", by=by, at=NOW)
    with pytest.raises(NotAllowed):
        grant_program_role(
            program=program, person=world.omar, role="viewer", by=world.actor("vera"), at=NOW
        )
    assert ProgramGrant.objects.count() == 1
