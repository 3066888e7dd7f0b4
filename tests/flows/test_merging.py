"""Two records of one person become one, and nothing of either is forgotten."""

import pytest

from guildhall.accounts.models import Account
from guildhall.audit.models import Event
from guildhall.competencies.models import Interest, Skill
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.directory.actions.members import add_member, change_member, grant_role
from guildhall.directory.models import Membership, Person, PersonMerge
from guildhall.flows.actions.merging import SETTLED, merge_people
from guildhall.flows.actions.moving import label_of, relations_to
from guildhall.notify.models import Preference
from guildhall.people.models import AvailabilityWindow, Profile, ProfileSkill
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.models import (
    Decision,
    Enrollment,
    NeverPair,
    ProgramGrant,
    Screening,
    Wish,
)
from guildhall.relationships.models import Party, Relationship
from tests.flows.filling import fill
from tests.programs.factories import make_cohort, make_enrollment, make_program
from tests.world import NOW, make_person


def record_of(world, name="Noor", family="Rahimi", **values) -> Person:
    """A second record of somebody at Alder Bay, without an account."""
    return add_member(
        organization=world.alder,
        given_name=name,
        family_name=family,
        by=SYSTEM,
        at=NOW,
        **values,
    ).person


@pytest.fixture
def maren(world):
    return world.actor("maren")


@pytest.fixture
def double(world):
    return record_of(world, email="n.rahimi@private.example", job_title="Nurse", external_id="N7")


# What a row of a model needs beyond what `fill` finds out.
NEEDS = {
    "programs.Screening": lambda: {"enrollment": fill(Enrollment)},
    "programs.GateCheck": lambda: {"screening": fill(Screening, enrollment=fill(Enrollment))},
    "programs.Rating": lambda: {"screening": fill(Screening, enrollment=fill(Enrollment))},
    "programs.ScreeningCheck": lambda: {"screening": fill(Screening, enrollment=fill(Enrollment))},
}


def test_whatever_points_to_the_merged_record_points_to_the_kept_one(world, maren, double):
    """Walks every foreign key to a person: one that the merge forgets leaves its row behind."""
    rows = {}
    for model, field in relations_to(Person):
        if (model, field) in {(Membership, "person"), (PersonMerge, "merged")}:
            continue
        needs = NEEDS.get(model._meta.label, dict)()
        rows[label_of((model, field))] = fill(model, **{field: double}, **needs)
    assert len(rows) > 30
    merge_people(kept=world.noor, merged=double, by=SYSTEM, at=NOW)
    for label, row in rows.items():
        row.refresh_from_db()
        assert getattr(row, label.rpartition(".")[2]) == world.noor, label
    left = {
        label_of(relation): relation[0]._default_manager.filter(**{relation[1]: double}).count()
        for relation in relations_to(Person)
    }
    assert {label: count for label, count in left.items() if count} == {
        "directory.PersonMerge.merged": 1
    }


@pytest.mark.parametrize("owner", [Enrollment, Membership, Profile], ids=lambda m: m.__name__)
def test_what_hangs_on_a_row_that_goes_moves_too(world, double, owner):
    """Two enrollments (memberships, profiles) become one; what hung on the second one stays."""
    if owner is Enrollment:
        cohort = make_cohort(make_program(world.alder))
        kept = make_enrollment(cohort, world.noor)
        gone = make_enrollment(cohort, double)
    elif owner is Membership:
        kept, gone = (Membership.objects.get(person=one) for one in (world.noor, double))
    else:
        kept, gone = (
            Profile.objects.create(person=one, changed_at=NOW) for one in (world.noor, double)
        )
    rows = []
    for model, field in relations_to(owner):
        if model._meta.auto_created:  # interests: put together, not moved
            continue
        needs = {} if field == "enrollment" else NEEDS.get(model._meta.label, dict)()
        if (model, field) == (Screening, "earlier_of"):
            needs = {}
        rows.append((fill(model, **{field: gone}, **needs), field))
    assert rows
    merge_people(kept=world.noor, merged=double, by=SYSTEM, at=NOW)
    assert not owner.objects.filter(pk=gone.pk).exists()
    for row, field in rows:
        row.refresh_from_db()
        held = getattr(row, field)
        assert held == kept or (isinstance(row, Screening) and row.earlier_of == kept)


def test_one_membership_with_the_roles_of_both(world, maren, double):
    change_member(
        membership=Membership.objects.get(person=world.tomas), by=maren, at=NOW, manager=double
    )
    merge = merge_people(kept=world.noor, merged=double, by=maren, at=NOW)
    membership = Membership.objects.get(person=world.noor)
    assert (membership.job_title, membership.external_id) == ("Nurse", "N7")
    assert membership.manager == world.milo
    assert Membership.objects.get(person=world.tomas).manager == world.noor
    double.refresh_from_db()
    assert (double.merged_into, merge.kept, merge.merged) == (world.noor, world.noor, double)
    assert merge.moved["resolved"] == [{"what": "membership", "organization": world.alder.pk}]
    event = Event.objects.get(kind="records_merged")
    assert (event.subject_id, event.person_id, event.organization_id, event.ids) == (
        world.noor.pk,
        world.maren.pk,
        world.alder.pk,
        {"merged": double.pk},
    )


def test_values_stay_unless_the_others_were_chosen(world, maren, double):
    """The address of whoever signs in stays, whatever was chosen: their mail goes there."""
    Person.objects.filter(pk=double.pk).update(time_zone="Europe/Paris")
    merge_people(
        kept=world.noor,
        merged=double,
        by=maren,
        at=NOW,
        chosen={"email": "merged", "time_zone": "merged", "given_name": "kept"},
    )
    world.noor.refresh_from_db()
    assert (world.noor.time_zone, world.noor.email) == ("Europe/Paris", "noor@alderbay.example")
    assert world.noor.account.email == "noor@alderbay.example"


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_merge_gives_nobody_who_signs_in_another_address(world, maren, double, is_kept):
    """Also where their own record has none: it would be filled with one that staff wrote."""
    Person.objects.filter(pk=world.noor.pk).update(email="")
    kept, merged = (world.noor, double) if is_kept else (double, world.noor)
    kept.refresh_from_db()
    merge_people(kept=kept, merged=merged, by=maren, at=NOW, chosen={"email": "kept"})
    kept.refresh_from_db()
    assert (kept.email, kept.account.email) == ("", "noor@alderbay.example")


def test_of_two_who_do_not_sign_in_the_address_is_chosen(world, maren, double):
    other = add_member(
        organization=world.alder, given_name="N.", email="nr@x.example", by=maren, at=NOW
    ).person
    merge_people(kept=double, merged=other, by=maren, at=NOW, chosen={"email": "merged"})
    double.refresh_from_db()
    assert double.email == "nr@x.example"


def test_profiles_are_put_together(world, maren, double):
    python, triage = (Skill.objects.create(key=k, name=k) for k in ("python", "triage"))
    chess = Interest.objects.create(key="chess", name="Chess")
    own = Profile.objects.create(person=world.noor, hopes="Learn", changed_at=NOW)
    other = Profile.objects.create(
        person=double, hopes="Teach", headline="Nurse", capacity=3, changed_at=NOW
    )
    other.interests.add(chess)
    for profile, skill, level in ((own, python, 2), (other, python, 4), (other, triage, 1)):
        ProfileSkill.objects.create(profile=profile, skill=skill, direction="offered", level=level)
    AvailabilityWindow.objects.create(profile=other, weekday=0, start_minute=0, end_minute=60)
    merge_people(kept=world.noor, merged=double, by=maren, at=NOW)
    profile = Profile.objects.get(person=world.noor)
    assert (profile.hopes, profile.headline, profile.capacity) == ("Learn", "Nurse", 3)
    assert dict(profile.skills.values_list("skill__key", "level")) == {"python": 4, "triage": 1}
    assert list(profile.interests.all()) == [chess]
    assert profile.windows.count() == 1


def test_two_enrollments_in_one_cohort_become_the_further_one(world, maren, double):
    cohort = make_cohort(make_program(world.alder))
    weaker = make_enrollment(cohort, world.noor, details={"Grade": "HEO", "Shift": "day"})
    stronger = make_enrollment(cohort, double, places=2, details={"Grade": "SEO"})
    Enrollment.objects.filter(pk=weaker.pk).update(state="applied")
    Wish.objects.create(enrollment=weaker, person=world.gwen, rank=1)
    Screening.objects.create(enrollment=weaker, rubric_key="x", started_at=NOW)
    Decision.objects.create(enrollment=weaker, outcome="approve", decided_at=NOW)
    merge = merge_people(kept=world.noor, merged=double, by=maren, at=NOW)
    row = Enrollment.objects.get(cohort=cohort)
    assert (row.pk, row.person, row.state, row.places) == (
        stronger.pk,
        world.noor,
        "approved",
        2,
    )
    assert row.details == {"Grade": "SEO", "Shift": "day"}
    assert (row.wishes.count(), row.decisions.count(), bool(row.screening)) == (1, 1, True)
    assert merge.moved["resolved"][0] == {
        "what": "enrollment",
        "cohort": cohort.pk,
        "side": "learner",
        "state": "approved",
        "other_state": "applied",
    }


def test_what_both_have_once_is_kept_once(world, double):
    for person in (world.noor, double):
        Preference.objects.create(person=person, kind="x", changed_at=NOW)
        NeverPair.objects.create(person=person, other=world.gwen, said_at=NOW)
    NeverPair.objects.create(person=world.noor, other=double, said_at=NOW)
    program = make_program(world.alder)
    for person in (world.noor, double):
        ProgramGrant.objects.create(program=program, person=person, role="viewer", granted_at=NOW)
    merge_people(kept=world.noor, merged=double, by=SYSTEM, at=NOW)
    assert Preference.objects.filter(person=world.noor).count() == 1
    assert list(NeverPair.objects.values_list("person", "other")) == [
        (world.noor.pk, world.gwen.pk)
    ]
    assert ProgramGrant.objects.filter(person=world.noor).count() == 1


def test_two_who_are_paired_are_two_people(world, maren, double):
    pair = Relationship.objects.create(organization=world.alder, state="active", created_at=NOW)
    for person, side in ((world.noor, "learner"), (double, "guide")):
        Party.objects.create(relationship=pair, person=person, side=side)
    with pytest.raises(WrongState, match="paired with each other"):
        merge_people(kept=world.noor, merged=double, by=maren, at=NOW)
    double.refresh_from_db()
    assert double.merged_into is None


def test_of_two_ways_to_sign_in_one_is_closed(world):
    second = make_person(world.alder, "Noora Rahimi")
    with pytest.raises(NotAllowed, match="administrator"):
        merge_people(kept=world.noor, merged=second, by=world.actor("maren"), at=NOW)
    merge_people(kept=world.noor, merged=second, by=world.actor("ada"), at=NOW)
    world.noor.refresh_from_db()
    assert world.noor.account.email == "noor@alderbay.example"
    assert not Account.objects.get(email="noora@alderbay.example").is_active


def test_rights(world, maren, double):
    cases = {"vera": NotAllowed, "milo": NotAllowed, "gwen": NotVisible, "olga": NotVisible}
    for name, error in cases.items():
        with pytest.raises(error):
            merge_people(kept=world.noor, merged=double, by=world.actor(name), at=NOW)
    with pytest.raises(NotVisible):
        merge_people(kept=world.noor, merged=world.olga, by=maren, at=NOW)
    with pytest.raises(InvalidInput):
        merge_people(kept=double, merged=double, by=maren, at=NOW)


def test_a_role_is_never_gained_by_a_merge(world, maren, double):
    with pytest.raises(NotAllowed, match="administrator"):
        merge_people(kept=double, merged=world.ada, by=maren, at=NOW)
    with pytest.raises(NotAllowed, match="administrator"):
        merge_people(kept=world.maren, merged=world.ada, by=maren, at=NOW)
    grant_role(
        membership=Membership.objects.get(person=double),
        role="viewer",
        by=world.actor("ada"),
        at=NOW,
    )
    merge_people(kept=world.noor, merged=double, by=world.actor("ada"), at=NOW)
    assert Membership.objects.get(person=world.noor).roles.get().role == "viewer"


def test_who_also_belongs_elsewhere_is_not_merged_by_one_house(world, maren, double):
    Membership.objects.create(organization=world.calder, person=double, started_at=NOW)
    with pytest.raises(NotAllowed, match="not yours alone"):
        merge_people(kept=world.noor, merged=double, by=maren, at=NOW)


def test_a_merged_record_is_merged_no_more(world, maren, double):
    merge_people(kept=world.noor, merged=double, by=maren, at=NOW)
    for kept, merged in ((world.tomas, double), (double, world.tomas)):
        with pytest.raises(NotVisible):
            merge_people(kept=kept, merged=merged, by=maren, at=NOW)
        with pytest.raises(WrongState):
            merge_people(kept=kept, merged=merged, by=SYSTEM, at=NOW)


def test_the_settled_relations_exist():
    """A renamed field would otherwise be moved twice."""
    assert set(relations_to(Person)) >= SETTLED
