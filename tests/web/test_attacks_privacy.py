"""Attacks on what is confidential: who reads it, where it lies, and whose mails go where."""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from guildhall.audit.models import Event
from guildhall.competencies.actions.vocabulary import load_vocabulary
from guildhall.core.errors import NotAllowed
from guildhall.directory.actions.members import change_member
from guildhall.directory.models import Membership, Person, RoleGrant
from guildhall.meetings.actions.logging import log_meeting
from guildhall.notify.links import link_path
from guildhall.notify.models import ActionLink, Message
from guildhall.notify.unsubscribing import unsubscribe_path
from guildhall.permissions.access import may
from guildhall.programs.access import READ_ANSWERS
from guildhall.programs.actions.applications import start_application
from guildhall.programs.models import Enrollment
from guildhall.questions.actions.responses import save_answers
from guildhall.questions.models import Answer
from guildhall.relationships.actions.course import close_relationship
from guildhall.web.shared.request import VIEWS
from tests.matching.factories import cohort_of, guide, learner, mentoring, preceptorship
from tests.programs.factories import make_cohort, make_program
from tests.relationships.factories import make_pair
from tests.world import NOW, build_world

LINE = "The quiet fear of night shifts"
WORDS = "He never listened to me"
HOPE = "To lead a shift with calm and kindness"


@pytest.fixture
def pair(world, held_clock):
    """Noor and Gwen, with a line that one of them wrote, ended with words."""
    cohort = cohort_of(preceptorship(world.alder))
    row = make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))
    log_meeting(
        relationship=row,
        by=world.actor("noor"),
        at=NOW,
        on=NOW.date(),
        minutes=30,
        mode="video",
        line=LINE,
    )
    close_relationship(
        relationship=row,
        by=world.actor("noor"),
        at=NOW,
        reason="other",
        words=WORDS,
        learners_wait=True,
    )
    return row


@pytest.fixture
def application(world, held_clock) -> Enrollment:
    """Noor's application with an answer in her own words."""
    load_vocabulary()
    cohort = make_cohort(make_program(world.alder, eligibility={"organizations": [world.alder.pk]}))
    row = start_application(
        cohort=cohort, person=world.noor, side="learner", by=world.actor("noor"), at=NOW
    )
    save_answers(response=row.response, values={"hopes": HOPE}, at=NOW)
    row.response.submitted_at = NOW
    row.response.save()
    Enrollment.objects.filter(pk=row.pk).update(state="applied", applied_at=NOW)
    row.refresh_from_db()
    return row


def pages_of(client, *paths) -> str:
    return " ".join(client.get(path).content.decode() for path in paths)


@pytest.mark.parametrize("name", ["maren", "ada", "vera", "milo", "olga"])
def test_what_a_pair_wrote_is_for_the_pair(sign_in, world, pair, name):
    paths = (
        f"/relationships/{pair.pk}/",
        "/relationships/",
        "/",
        f"/people/{world.noor.pk}/",
        f"/people/{world.gwen.pk}/",
        "/search/?q=quiet",
        "/outbox/",
        "/people/export.csv",
        *[f"/outbox/{pk}/" for pk in Message.objects.values_list("pk", flat=True)],
    )
    seen = pages_of(sign_in(name), *paths)
    assert LINE not in seen
    assert WORDS not in seen


def test_why_it_ended_is_read_by_whoever_said_it(sign_in, pair):
    path = f"/relationships/{pair.pk}/"
    assert WORDS not in pages_of(sign_in("gwen"), path)
    assert LINE in pages_of(sign_in("noor"), path)


def test_confidential_text_lies_sealed(world, pair, application):
    """Every column of every table, and the history of changes."""
    held = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            held += [str(cell) for row in cursor.fetchall() for cell in row]
    everything = "\n".join(held)
    assert "Noor" in everything
    for secret in (LINE, WORDS, HOPE):
        assert secret not in everything
    history = json.dumps(list(Event.objects.values_list("ids", flat=True)))
    assert not [one for one in ("Noor", LINE, WORDS, HOPE) if one in history]


def test_confidential_text_lies_sealed_in_the_file(transactional_db, settings):
    """The bytes of a database file, as somebody who steals it reads them."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has one file")
    world = build_world()
    cohort = cohort_of(preceptorship(world.alder))
    row = make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))
    log_meeting(
        relationship=row,
        by=world.actor("noor"),
        at=NOW,
        on=NOW.date(),
        minutes=30,
        mode="video",
        line=LINE,
    )
    path = Path(str(connection.settings_dict["NAME"]))
    files = [one for one in path.parent.glob(f"{path.name}*") if one.is_file()]
    content = b"".join(one.read_bytes() for one in files)
    assert b"Castellan" in content
    assert LINE.encode() not in content


@pytest.mark.parametrize(
    ("name", "reads"),
    [("noor", True), ("maren", True), ("ada", True), ("vera", False), ("milo", False)],
)
def test_answers_are_for_the_applicant_and_those_who_decide(
    sign_in, world, application, name, reads
):
    assert may(READ_ANSWERS, world.actor(name), application) is reads
    paths = (
        f"/enrollments/{application.pk}/",
        f"/people/{world.noor.pk}/",
        f"/cohorts/{application.cohort_id}/",
        f"/cohorts/{application.cohort_id}/screening/",
    )
    assert (HOPE in pages_of(sign_in(name), *paths)) is reads
    assert Answer.objects.exists()


@pytest.fixture
def shared(world) -> Membership:
    """Gwen of Alder Bay also belongs to Calder, where Olga coordinates."""
    return Membership.objects.create(organization=world.calder, person=world.gwen, started_at=NOW)


def test_one_organization_does_not_rewrite_who_belongs_to_two(world, shared, sign_in):
    """Mails of Alder Bay with personal links would go to an address of Olga's choice."""
    for values in ({"email": "olga@calder.example"}, {"given_name": "Olga"}):
        with pytest.raises(NotAllowed):
            change_member(membership=shared, by=world.actor("olga"), at=NOW, **values)
    change_member(
        membership=shared,
        by=world.actor("olga"),
        at=NOW,
        job_title="Guest",
        email=world.gwen.email,
    )
    change_member(membership=shared, by=world.actor("gwen"), at=NOW, given_name="Gwendolyn")
    Membership.objects.filter(pk=shared.pk).update(ended_at=NOW)
    with pytest.raises(NotAllowed):
        change_member(membership=shared, by=world.actor("olga"), at=NOW, email="x@x.example")
    assert Person.objects.get(pk=world.gwen.pk).email == "gwen@alderbay.example"


def test_a_coordinator_does_not_take_over_the_address_of_an_administrator(world):
    """Whoever proves the address of a record that nobody signed in to becomes that person."""
    own = Membership.objects.get(person=world.ada)
    Person.objects.filter(pk=world.ada.pk).update(account=None)
    own.refresh_from_db()
    with pytest.raises(NotAllowed, match="holds a role"):
        change_member(membership=own, by=world.actor("maren"), at=NOW, email="maren@x.example")
    RoleGrant.objects.filter(membership=own).update(ended_at=NOW)
    change_member(membership=own, by=world.actor("maren"), at=NOW, email="ada@x.example")


@pytest.fixture
def offer(world, held_clock):
    """An offer to Noor and Gwen, and the links in Noor's mail."""
    cohort = cohort_of(mentoring(world.alder))
    row = make_pair(
        guide(cohort, world.gwen, team="North"), learner(cohort, world.noor, team="East")
    )
    link = ActionLink.objects.create(
        act="relationship.accept",
        person=world.noor,
        subject_id=row.pk,
        created_at=NOW,
        expires_at=NOW.replace(year=2027),
    )
    return row, link, link_path(link.pk)


def test_looking_at_a_link_does_nothing_and_using_it_works_once(offer):
    row, link, path = offer
    client = Client()
    for method in ("get", "head", "options", "put"):
        getattr(client, method)(path)
    link.refresh_from_db()
    assert link.used_at is None
    assert client.post(path).status_code == 303
    assert client.post(path).status_code == 410
    assert row.parties.filter(accepted_at__isnull=False).count() == 1


def test_a_link_acts_for_its_own_person_whoever_is_signed_in(offer, sign_in, world):
    row, _link, path = offer
    assert sign_in("gwen").post(path).status_code == 303
    said_yes = row.parties.get(accepted_at__isnull=False)
    assert said_yes.person == world.noor


def test_a_forged_link_is_a_missing_page(offer):
    _row, link, path = offer
    token = path.strip("/").split("/")[1]
    number, dot, signature = token.partition(".")
    forged = (
        f"/a/{link.pk + 1}{dot}{signature}/",
        f"/a/{number}{dot}{signature[:-1]}x/",
        f"/a/{number}/",
        "/a/./",
        # the secret of another purpose opens nothing
        unsubscribe_path(person_id=link.person_id, kind="x").replace("/unsubscribe/", "/a/"),
    )
    for one in forged:
        assert Client().get(one).status_code == 404, one
        assert Client().post(one).status_code == 404, one


def test_no_page_but_the_named_ones_is_open_to_anyone():
    """A view that opens itself to the world is noticed here."""
    opened = {name.rsplit(".", 2)[-2] for name, who in VIEWS.items() if who.name == "ANYONE"}
    named = {"page", "action", "unsubscribe", "invitations", "newcomer", "join", "files"}
    # a signer without an account, and the card that hangs on the ward
    named |= {"by_link", "gate"}
    # whoever holds the code of a paper checks it, and the frame that opens without network is empty
    named |= {"certificates", "copies", "shell"}
    # a calendar program reads its owner's feed by the secret in the address
    assert opened <= named | {"calendar", "records"}
