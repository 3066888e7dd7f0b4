"""Partner organizations: found as one types, invited by mail, taken out."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guildhall.accounts.actions import make_account
from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible
from guildhall.directory.actions.invitations import accept_invitation
from guildhall.directory.actions.organizations import add_organization
from guildhall.directory.models import Invitation, Organization, RoleGrant, Site, Unit
from guildhall.flows.actions.partnering import invite_partner
from guildhall.notify.models import Message
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.actions.partners import add_partner, remove_partner
from guildhall.programs.models import ProgramGrant
from tests.programs.factories import make_cohort, make_enrollment, make_program
from tests.world import NOW, make_person

pytestmark = pytest.mark.usefixtures("held_clock")
INVITED = {"name": "Dunmore College", "kind": "university", "email": "dean@dunmore.example"}


@pytest.fixture
def program(world):
    return make_program(world.alder)


@pytest.fixture
def url(program):
    return reverse("program_partners", args=[program.pk])


def invite(world, program, by="maren", **changes):
    return invite_partner(program=program, by=world.actor(by), at=NOW, **{**INVITED, **changes})


def test_an_organization_is_found_by_a_part_of_its_name_and_added(world, sign_in, program, url):
    client = sign_in("maren")
    settings = client.get(reverse("program_settings", args=[program.pk]))
    assert url in settings.text
    assert [row.name for row in client.get(f"{url}?q=alder bay").context["found"]] == []
    found = client.get(f"{url}?q=univers")
    assert list(found.context["found"]) == [world.calder]
    typed = client.get(f"{url}?q=univers", headers={"HX-Request": "true"})
    assert "Calder University" in typed.text
    assert "<html" not in typed.text
    assert not client.get(f"{url}?q=u").context["found"]
    assert "No organization here has “zz”" in client.get(f"{url}?q=zz").text
    added = client.post(
        reverse("program_partner_new", args=[program.pk]), {"organization": world.calder.pk}
    )
    assert (added.status_code, added["Location"]) == (303, url)
    assert list(program.partners.all()) == [world.calder]
    assert not client.get(f"{url}?q=univers").context["found"]


def test_partners_are_listed_with_their_people(world, sign_in, program, url):
    add_partner(program=program, organization=world.calder, by=world.actor("maren"), at=NOW)
    make_enrollment(make_cohort(program), world.olga)
    rows = sign_in("maren").get(url).context["rows"]
    assert [(row.organization, row.people, row.is_waiting) for row in rows] == [
        (world.calder, 1, False)
    ]


def test_one_is_taken_out_and_the_rule_does_not_open_wider(world, program):
    site = Site.objects.create(organization=world.calder, name="North")
    own = Site.objects.create(organization=world.alder, name="Main")
    unit = Unit.objects.create(organization=world.calder, name="Ward 1")
    maren = world.actor("maren")
    both = [world.alder.pk, world.calder.pk]
    rules = (
        ({"organizations": [world.calder.pk]}, {}),
        ({"organizations": both, "sites": [site.pk]}, {}),
        (
            {"organizations": both, "sites": [site.pk, own.pk]},
            {"organizations": [world.alder.pk], "sites": [own.pk], "units": []},
        ),
        ({"organizations": [world.alder.pk]}, {"organizations": [world.alder.pk]}),
        ({"organizations": both, "units": [unit.pk]}, {}),
    )
    for rule, left in rules:
        program.eligibility = rule
        program.save()
        add_partner(program=program, organization=world.calder, by=maren, at=NOW)
        remove_partner(program=program, organization=world.calder, by=maren, at=NOW)
        program.refresh_from_db()
        assert program.eligibility == left
        assert not program.partners.exists()


def test_one_that_is_not_here_is_invited_by_mail_and_joins(world, sign_in, program, url):
    answer = sign_in("maren").post(
        reverse("program_partner_invitation", args=[program.pk]), INVITED
    )
    assert (answer.status_code, answer["Location"]) == (303, url)
    partner = Organization.objects.get(name="Dunmore College")
    assert (partner.kind, partner.slug, partner.time_zone) == (
        "university",
        "dunmore-college",
        world.alder.time_zone,
    )
    assert list(program.partners.all()) == [partner]
    assert "has not answered yet" in sign_in("maren").get(url).text
    mail = Message.objects.get(kind="flows.partner_invitation")
    assert (mail.address, mail.organization) == ("dean@dunmore.example", world.alder)
    assert mail.subject == "Alder Bay Teaching Hospital invites Dunmore College to take part"
    event = Event.objects.get(kind="partner_invited")
    assert (event.subject_id, event.ids["partner"]) == (program.pk, partner.pk)
    token = re.search(r"/invitation/([^/]+)/", mail.path).group(1)
    dean = accept_invitation(
        token=token, account=make_account(email="dean@dunmore.example", at=NOW), at=NOW
    )
    grant = RoleGrant.objects.get(membership__person=dean)
    assert (grant.membership.organization, grant.role) == (partner, "administrator")
    # Whoever invited gained nothing there.
    maren = world.actor("maren")
    assert not maren.scopes("organization", "administrator")


def test_asked_again_it_gets_a_new_mail(world, program):
    first = invite(world, program)
    again = invite(world, program, name="dunmore  college")
    assert first == again
    revoked = Invitation.objects.order_by("pk").values_list("revoked_at", flat=True)
    assert list(revoked) == [NOW, None]


def test_a_name_that_is_taken_is_not_taken_over(world, program):
    with pytest.raises(InvalidInput, match="is here already"):
        invite(world, program, name="Calder University")
    invite(world, program)
    theirs = make_program(world.calder)
    with pytest.raises(InvalidInput, match="is here already"):
        invite(world, theirs, "olga", email="olga@calder.example")
    assert not theirs.partners.exists()
    assert Invitation.objects.count() == 1


def test_who_may(world, sign_in, program, url):
    ProgramGrant.objects.create(
        program=program, person=world.omar, role="coordinator", granted_at=NOW
    )
    with pytest.raises(NotAllowed):
        invite(world, program, "omar")
    with pytest.raises(NotVisible):
        invite(world, program, "olga")
    with pytest.raises(NotAllowed):
        invite(world, program, "vera")
    page = sign_in("omar").get(url)
    assert "Send the invitation" not in page.text
    assert "is invited by a coordinator of Alder Bay Teaching Hospital" in page.text
    client = sign_in("omar")
    assert (
        client.post(
            reverse("program_partner_new", args=[program.pk]), {"organization": world.calder.pk}
        ).status_code
        == 303
    )
    remove = reverse("program_partner_removal", args=[program.pk, world.calder.pk])
    assert sign_in("olga").post(remove).status_code == 403
    assert client.post(remove).status_code == 303
    assert sign_in("olga").post(remove).status_code == 404


def test_wrong_input_is_said_at_its_field(world, sign_in, program):
    client = sign_in("maren")
    invitation = reverse("program_partner_invitation", args=[program.pk])
    page = client.post(invitation, {**INVITED, "email": "dean"})
    assert (page.status_code, "email" in page.context["form"].errors) == (422, True)
    page = client.post(invitation, {**INVITED, "name": "Calder University"})
    assert (page.status_code, "name" in page.context["form"].errors) == (422, True)
    own = client.post(
        reverse("program_partner_new", args=[program.pk]), {"organization": world.alder.pk}
    )
    assert own.status_code == 422


def test_the_page_costs_the_same_for_many(world, sign_in, program, url, django_assert_num_queries):
    client = sign_in("maren")
    add_partner(program=program, organization=world.calder, by=SYSTEM, at=NOW)
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(f"{url}?q=house")
    for number in range(3):
        row = add_organization(
            name=f"House {number}", slug=f"h{number}", kind="other", time_zone="UTC", at=NOW
        )
        make_person(row, f"Ana Nr{number}")
        add_partner(program=program, organization=row, by=SYSTEM, at=NOW)
    with django_assert_num_queries(len(one)):
        client.get(f"{url}?q=house")
