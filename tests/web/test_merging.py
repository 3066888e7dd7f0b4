"""Merging two records in the browser."""

import html

import pytest
from django.urls import reverse

from guildhall.directory.actions.members import add_member
from guildhall.directory.models import Membership, Person, PersonMerge
from guildhall.people.models import Profile
from guildhall.permissions.actor import SYSTEM
from tests.world import NOW


@pytest.fixture
def double(world) -> Person:
    """A second record of Noor."""
    membership = add_member(
        organization=world.alder,
        given_name="N.",
        family_name="Rahimi",
        email="n.rahimi@x.example",
        job_title="Staff nurse",
        external_id="N7",
        by=SYSTEM,
        at=NOW,
    )
    Membership.objects.filter(person=world.noor).update(job_title="Nurse")
    for person, hopes in ((world.noor, "To learn"), (membership.person, "To teach")):
        Profile.objects.create(person=person, hopes=hopes, changed_at=NOW)
    return membership.person


@pytest.fixture
def maren(sign_in):
    return sign_in("maren")


def compare(kept, merged) -> str:
    """The address of two records side by side."""
    return reverse("person_merge_with", args=[kept.pk, merged.pk])


def test_records_that_look_alike_are_offered_and_others_are_found(world, maren, double):
    url = reverse("person_merge", args=[world.noor.pk])
    page = maren.get(url).content.decode()
    assert compare(world.noor, double) in page
    assert compare(world.noor, world.tomas) not in page
    assert compare(world.noor, world.tomas) in maren.get(url, {"q": "tomas web"}).content.decode()
    found = maren.get(url, {"q": "N7"}).content.decode()
    assert compare(world.noor, double) in found
    assert "olga" not in maren.get(url, {"q": "berg"}).content.decode().lower()


def test_what_differs_is_chosen_and_then_they_are_one(world, maren, double):
    page = html.unescape(maren.get(compare(world.noor, double)).content.decode())
    for words in ("N. Rahimi", "Staff nurse", "To teach", "n.rahimi@x.example"):
        assert words in page
    # Only one of them has a number: nothing to choose.
    assert 'name="external_id"' not in page
    answer = maren.post(
        compare(world.noor, double),
        {"given_name": "kept", "job_title": "merged", "hopes": "merged", "email": "kept"},
    )
    assert (answer.status_code, answer["Location"]) == (
        303,
        reverse("person", args=[world.noor.pk]),
    )
    membership = Membership.objects.select_related("person__profile").get(person=world.noor)
    assert (membership.job_title, membership.external_id) == ("Staff nurse", "N7")
    assert membership.person.name == "Noor Rahimi"
    assert membership.person.profile.hopes == "To teach"
    assert PersonMerge.objects.get().merged == double
    assert maren.get(compare(world.noor, double)).status_code == 404


def test_a_coordinator_cannot_merge_away_an_administrator(world, maren):
    answer = maren.post(compare(world.noor, world.ada))
    assert answer.status_code == 403
    assert "administrator" in answer.content.decode()
    assert not PersonMerge.objects.exists()


def test_only_staff_and_only_of_this_house(world, sign_in, double):
    expected = {"vera": 403, "noor": 404, "olga": 404}
    for name, status in expected.items():
        client = sign_in(name)
        assert client.get(compare(world.noor, double)).status_code == status
        assert client.post(compare(world.noor, double)).status_code == status
        assert client.get(reverse("person_merge", args=[world.noor.pk])).status_code == status
    assert sign_in("maren").get(compare(world.noor, world.olga)).status_code == 404
