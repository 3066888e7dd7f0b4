"""A partner's people are its own business until they, or its coordinator, come forward."""

import pytest
from django.urls import reverse

from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible
from guildhall.directory.actions.members import end_membership
from guildhall.directory.models import Membership, Person
from guildhall.notify.models import Message
from guildhall.permissions.access import may
from guildhall.permissions.actor import SYSTEM, Actor, actor_for
from guildhall.programs.access import PROPOSE_PEOPLE, SEE_ENROLLMENT
from guildhall.programs.actions.enrollments import Entry, enroll_many
from guildhall.programs.actions.joining import invite_people
from guildhall.programs.actions.nominations import answer_nomination, nominate, propose_people
from guildhall.programs.actions.roles import grant_program_role
from guildhall.programs.models import Nomination
from guildhall.programs.queries.members import (
    colleague_by_address,
    member_by_address,
    members_of,
    members_outside,
    proposable,
)
from guildhall.programs.states import Side
from tests.programs.factories import make_cohort, make_enrollment, make_program
from tests.world import NOW, make_person


@pytest.fixture
def program(world):
    return make_program(world.alder, partners=[world.calder])


@pytest.fixture
def cohort(program):
    return make_cohort(program)


@pytest.fixture
def student(world) -> Person:
    return make_person(world.calder, "Sana Student")


def acting(person: Person) -> Actor:
    return actor_for(account_id=person.account_id, person_id=person.pk)


def enrolled_by(world, name, cohort, person):
    entries = [Entry(person, Side.LEARNER)]
    return enroll_many(cohort=cohort, entries=entries, by=world.actor(name), at=NOW)[0]


def proposed(world, cohort, person, *, who="olga"):
    return propose_people(
        cohort=cohort,
        side=Side.LEARNER,
        people=[person],
        reason="She asks the right questions.",
        by=world.actor(who),
        at=NOW,
    )


def shown(program):
    return {row.person.given_name for row in members_of(program)}


def test_the_host_sees_none_of_a_partner_before_they_come_forward(world, program, cohort, student):
    assert shown(program) == {"Ada", "Gwen", "Maren", "Milo", "Noor", "Omar", "Tomas", "Vera"}
    assert not members_outside(cohort, Side.LEARNER, text="Sana").exists()
    assert member_by_address(program, student.email) is None
    with pytest.raises(InvalidInput, match="Sana Student does not belong"):
        enrolled_by(world, "maren", cohort, student)
    assert not cohort.enrollments.exists()


def test_who_began_to_take_part_is_known(world, program, cohort, student):
    make_enrollment(cohort, student)
    assert "Sana" in shown(program)
    again = make_cohort(program, "Autumn 2027")
    assert enrolled_by(world, "maren", again, student).state == "approved"
    other = make_cohort(make_program(world.alder, "Another", partners=[world.calder]))
    with pytest.raises(InvalidInput):
        enrolled_by(world, "maren", other, student)


def test_their_own_coordinator_proposes_them(world, program, cohort, student):
    stays = make_person(world.calder, "Stays Athome")
    [row] = proposed(world, cohort, student)
    assert (row.nominee, row.nominated_by, row.reason) == (
        student,
        world.olga,
        "She asks the right questions.",
    )
    assert Message.objects.get().person == student
    assert "Sana" in shown(program)
    assert "Stays" not in shown(program)
    assert enrolled_by(world, "maren", cohort, student).state == "approved"
    assert may(SEE_ENROLLMENT, world.actor("olga"), cohort.enrollments.get())
    assert list(proposable(cohort, Side.GUIDE, world.actor("olga"))) == list(
        Membership.objects.filter(person__in=[stays, student]).order_by("person__family_name")
    )


def test_who_declined_or_left_is_hidden_again(world, program, cohort, student):
    [row] = proposed(world, cohort, student)
    answer_nomination(
        nomination=row,
        is_accepted=False,
        by=acting(student),
        at=NOW,
    )
    assert "Sana" not in shown(program)
    gone = make_person(world.calder, "Gone Tomorrow")
    proposed(world, cohort, gone)
    end_membership(membership=gone.memberships.get(), by=SYSTEM, at=NOW)
    assert "Gone" not in shown(program)


def test_a_fellow_student_proposes_and_the_host_still_sees_nobody(world, program, cohort, student):
    """Only the partner's own staff speak for it; the nominee decides for herself."""
    friend = make_person(world.calder, "Fay Friend")
    row = nominate(
        cohort=cohort, side=Side.LEARNER, nominee=student, reason="Kind.", by=acting(friend), at=NOW
    )
    assert "Sana" not in shown(program)
    answer_nomination(nomination=row, is_accepted=True, by=acting(student), at=NOW)
    assert "Sana" in shown(program)


def test_only_colleagues_are_nominated(world, program, cohort, student):
    assert colleague_by_address(program, student.email, of=world.gwen) is None
    assert colleague_by_address(program, student.email, of=world.olga) == student
    with pytest.raises(InvalidInput) as refused:
        nominate(
            cohort=cohort,
            side=Side.LEARNER,
            nominee=student,
            reason="Kind.",
            by=world.actor("maren"),
            at=NOW,
        )
    assert list(refused.value.problems) == ["nominee"]


def test_an_address_of_a_partner_tells_nothing(world, cohort, student):
    """The invitation goes out as to anybody; the partner's record is not looked at."""
    done = invite_people(
        cohort=cohort,
        side=Side.LEARNER,
        emails=[student.email],
        note="",
        by=world.actor("maren"),
        at=NOW,
    )
    [row] = done.invited
    assert row.person != student
    assert row.person.name == "Sana"


def test_a_partners_coordinator_with_a_role_enrolls_their_own(world, program, cohort, student):
    grant_program_role(program=program, person=world.olga, role="coordinator", by=SYSTEM, at=NOW)
    assert enrolled_by(world, "olga", cohort, student).state == "approved"


@pytest.mark.parametrize(
    ("name", "error"),
    [("maren", NotAllowed), ("vera", NotAllowed), ("gwen", NotVisible), ("noor", NotVisible)],
)
def test_only_a_partners_staff_proposes(world, cohort, student, name, error):
    assert not may(PROPOSE_PEOPLE, world.actor(name), cohort)
    with pytest.raises(error):
        proposed(world, cohort, student, who=name)
    assert not Nomination.objects.exists()


def test_the_page_of_proposals(world, sign_in, cohort, student):
    url = reverse("cohort_proposals", args=[cohort.pk])
    olga, maren = sign_in("olga"), sign_in("maren")
    assert url in olga.get(reverse("cohort", args=[cohort.pk])).text
    assert url not in maren.get(reverse("cohort", args=[cohort.pk])).text
    page = olga.get(url)
    assert "Sana Student" in page.text
    assert "Noor Rahimi" not in page.text
    form = {"side": "learner", "person": [student.pk], "reason": " "}
    unsaid = olga.post(url, form)
    assert unsaid.status_code == 422
    assert "Say in a sentence why you think of them" in unsaid.text
    assert "Choose at least one person." in olga.post(url, {"side": "learner"}).text
    stranger = olga.post(url, {**form, "person": [world.noor.pk], "reason": "Good."})
    assert stranger.status_code == 422
    assert not Nomination.objects.exists()
    added = reverse("cohort_members", args=[cohort.pk])
    assert "Sana Student" not in maren.get(added).text
    assert olga.post(url, {**form, "reason": "She asks."}).status_code == 303
    assert "Sana Student" in maren.get(added).text
    assert "Sana Student" not in olga.get(url).text
    assert maren.post(added, {"side": "learner", "person": [student.pk]}).status_code == 303
    assert cohort.enrollments.get().person == student


def test_the_host_cannot_add_by_id_whom_it_does_not_see(world, sign_in, cohort, student):
    added = reverse("cohort_members", args=[cohort.pk])
    sign_in("maren").post(added, {"side": "learner", "person": [student.pk]})
    assert not cohort.enrollments.exists()
