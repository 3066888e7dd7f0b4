"""Attacks on the links in mails that act without signing in: every act that a room registers.

Each is made by the action that mails it, then opened by scanners, forged, replayed and used late.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client

from guildhall.agreements.actions.agreement import sign_version, write_version
from guildhall.agreements.actions.reviews import KEEP, remind_of_reviews
from guildhall.agreements.models import Review
from guildhall.core import clock
from guildhall.directory.models import Membership, Person
from guildhall.hours.actions.logging import EntryDraft, log_hours
from guildhall.hours.actions.verifying import VERIFY_WEEK, ask_week
from guildhall.hours.states import EntryKind
from guildhall.instruction.actions import covering
from guildhall.meetings import telling as meetings
from guildhall.meetings.actions.confirming import ask_whether_met
from guildhall.meetings.actions.feeds import end_feed, make_feed
from guildhall.meetings.actions.rhythms import suggest_rhythm
from guildhall.meetings.models import CalendarFeed
from guildhall.mentoring.actions import introductions, request_telling
from guildhall.mentoring.actions.fit import FIT_YES, ask_fit
from guildhall.mentoring.actions.introductions import offer_introduction
from guildhall.mentoring.actions.renewals import RENEW, ask_renewals
from guildhall.mentoring.actions.requests import withdraw_request
from guildhall.notify.envelope import own_links_of, rendered
from guildhall.notify.links import ACTS, link_path, link_token
from guildhall.notify.models import ActionLink, Message
from guildhall.relationships import telling as relationships
from guildhall.relationships.actions.course import close_relationship
from guildhall.relationships.actions.offers import decline_offer, remind_of_offers
from guildhall.relationships.models import Party, Relationship
from tests.agreements.factories import begun_pair, proposal
from tests.instruction.ground import make_ground
from tests.matching.factories import cohort_of, guide, learner, mentoring, preceptorship
from tests.meetings.factories import THURSDAY, booked, propose
from tests.mentoring.ending import informal
from tests.mentoring.finding import ask, make_offer
from tests.relationships.factories import make_pair
from tests.world import NOW, World

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
# Tables that say who looks, and nothing of what anybody did.
LOOKING = {"django_session", "usersessions_usersession"}
SCANNERS = (
    {},
    {"User-Agent": "Mozilla/5.0 (compatible; SafeLinks; Barracuda Link Protection)"},
    {"Sec-Purpose": "prefetch;prerender"},
    {"Purpose": "prefetch", "X-Moz": "prefetch", "X-Purpose": "preview"},
)
REFUSED = {403, 404, 409, 410, 422}
# A meeting that lies before the end took place or did not, and so did hours that were logged; a no
# opens nothing for anybody.
SAID_AFTER_THE_END = {meetings.MET, meetings.NOT_MET, VERIFY_WEEK}
SAID_AFTER_LEAVING = {request_telling.DECLINE, introductions.NO}


@dataclass(frozen=True)
class Scene:
    """A link as it stands in somebody's mail, the moment of the mail, and how its matter ends."""

    link: ActionLink
    at: datetime
    close: Callable[[], object]

    @property
    def path(self) -> str:
        return link_path(self.link.pk)


def _scene(act: str, person: Person, at: datetime, close: Callable[[], object]) -> Scene:
    link = ActionLink.objects.filter(act=act, person=person).order_by("pk")[0]
    mails = list(Message.objects.filter(person=person))
    own = own_links_of(mails)
    texts = [rendered(mail, own_links=own[mail.pk]).text for mail in mails]
    assert any(link_path(link.pk) in text for text in texts)
    return Scene(link, at, close)


def _offered(world: World, act: str) -> Scene:
    cohort = cohort_of(mentoring(world.alder))
    row = make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))
    gwen, at = world.actor("gwen"), row.offer_expires_at - timedelta(days=2)
    assert remind_of_offers(at=at)
    return _scene(act, world.noor, at, lambda: decline_offer(relationship=row, by=gwen, at=at))


def _open(world: World) -> Relationship:
    cohort = cohort_of(preceptorship(world.alder))
    return make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))


def _closing(world: World, row: Relationship, at: datetime) -> Callable[[], object]:
    gwen = world.actor("gwen")
    return lambda: close_relationship(relationship=row, by=gwen, at=at)


def _kept(world: World, act: str) -> Scene:
    row = begun_pair(world)
    version = write_version(
        relationship=row,
        terms=proposal(world, row),
        based_on=0,
        by=world.actor("gwen"),
        at=NOW,
    )
    sign_version(version=version, by=world.actor("noor"), at=NOW)
    at = datetime.combine(Review.objects.order_by("on")[0].on, time(9), UTC)
    assert remind_of_reviews(at=at) == 1
    return _scene(act, world.noor, at, _closing(world, row, at))


def _proposed(world: World, act: str) -> Scene:
    row = _open(world)
    propose(world, row)
    return _scene(act, world.noor, NOW, _closing(world, row, NOW))


def _held(world: World, act: str) -> Scene:
    row = _open(world)
    booked(world, row)
    at = THURSDAY + timedelta(hours=1)
    assert ask_whether_met(at=at) == 1
    return _scene(act, world.noor, at, _closing(world, row, at))


def _rhythm(world: World, act: str) -> Scene:
    row = _open(world)
    shape = {"weekday": 3, "minute": 600, "minutes": 45, "ordinal": 3}
    suggest_rhythm(relationship=row, by=world.actor("gwen"), at=NOW, **shape)
    return _scene(act, world.noor, NOW, _closing(world, row, NOW))


def _fit(world: World, act: str) -> Scene:
    row, at = begun_pair(world), NOW + timedelta(days=60)
    assert ask_fit(at=at) == 2
    return _scene(act, world.noor, at, _closing(world, row, at))


def _renewal(world: World, act: str) -> Scene:
    row, at = informal(world, world.gwen, world.noor), NOW + timedelta(days=365)
    assert ask_renewals(at=at) == 1
    return _scene(act, world.noor, at, _closing(world, row, at))


def _requested(world: World, act: str) -> Scene:
    row = ask(world, make_offer(world))
    noor = world.actor("noor")
    return _scene(act, world.gwen, NOW, lambda: withdraw_request(request=row, by=noor, at=NOW))


def _introduced(world: World, act: str) -> Scene:
    row = begun_pair(world)
    offered = offer_introduction(
        relationship=row,
        learner=world.noor,
        colleague=world.omar.memberships.get(),
        line="You both care about sleep",
        by=world.actor("gwen"),
        at=NOW,
    )
    omar = world.actor("omar")
    return _scene(
        act,
        world.noor,
        NOW,
        lambda: introductions.answer_introduction(
            introduction=offered, agrees=False, by=omar, at=NOW
        ),
    )


def _week(world: World, act: str) -> Scene:
    row, at = _open(world), NOW + timedelta(days=1)
    noor = world.actor("noor")
    draft = EntryDraft(kind=EntryKind.SUPERNUMERARY, on=NOW.date(), minutes=450)
    log_hours(relationship=row, draft=draft, by=noor, at=at)
    ask_week(relationship=row, monday=NOW.date(), by=noor, at=at)
    return _scene(act, world.gwen, at, _closing(world, row, at))


def _cover(world: World, act: str) -> Scene:
    ground = make_ground(world)
    cover, gwen = ground.asked(), world.actor("gwen")
    return _scene(
        act, world.omar, NOW, lambda: covering.call_cover_off(cover=cover, by=gwen, at=NOW)
    )


SCENES: dict[str, Callable[[World, str], Scene]] = {
    covering.ACCEPT: _cover,
    covering.DECLINE: _cover,
    relationships.ACCEPT: _offered,
    relationships.DECLINE: _offered,
    KEEP: _kept,
    meetings.ACCEPT_TIME: _proposed,
    meetings.MET: _held,
    meetings.NOT_MET: _held,
    meetings.ACCEPT_RHYTHM: _rhythm,
    FIT_YES: _fit,
    RENEW: _renewal,
    request_telling.ACCEPT: _requested,
    request_telling.DECLINE: _requested,
    introductions.YES: _introduced,
    introductions.NO: _introduced,
    VERIFY_WEEK: _week,
}


@pytest.fixture(params=sorted(SCENES))
def scene(request, world):
    """Each act, at the moment in which its mail was written."""
    made = SCENES[request.param](world, request.param)
    with clock.moved_to(made.at):
        yield made


def everything() -> dict[str, list[str]]:
    """All rows of all tables but those that say who looks."""
    held = {}
    with connection.cursor() as cursor:
        for table in set(connection.introspection.table_names(cursor)) - LOOKING:
            cursor.execute(f'SELECT * FROM "{table}"')
            held[table] = sorted(str(row) for row in cursor.fetchall())
    return held


def changed(before: dict[str, list[str]]) -> set[str]:
    """The tables that are not as they were."""
    after = everything()
    return {table for table in after if after[table] != before[table]}


def shows_no_trace(answer) -> bool:
    """Nobody keeps the page, and its address goes to nobody else."""
    return "no-store" in answer.get("Cache-Control", "") and answer.get("Referrer-Policy") in (
        "no-referrer",
        "same-origin",
    )


def test_every_registered_act_has_a_scene():
    assert {act for act in ACTS if not act.startswith("tests.")} == set(SCENES)


def test_looking_never_acts(scene):
    before = everything()
    for headers in SCANNERS:
        browser = Client(headers=headers)
        for method in ("get", "head", "get", "head"):
            answer = getattr(browser, method)(scene.path)
            assert answer.status_code == 200
            assert shows_no_trace(answer)
        assert browser.get(f"{scene.path}outcome/").status_code == 303
        for method in ("options", "put", "patch", "delete"):
            assert getattr(browser, method)(scene.path).status_code == 405
    assert changed(before) == set()
    assert ActionLink.objects.get(pk=scene.link.pk).used_at is None


def test_it_acts_by_its_own_form_and_once(scene):
    strict, before = Client(enforce_csrf_checks=True), everything()
    assert strict.post(scene.path).status_code == 403
    form = TOKEN.search(strict.get(scene.path).text)
    assert strict.post(scene.path, {"csrfmiddlewaretoken": "x" * 64}).status_code == 403
    other = Client(enforce_csrf_checks=True)
    assert other.post(scene.path, {"csrfmiddlewaretoken": form[1]}).status_code == 403
    assert changed(before) == set()

    own = {"csrfmiddlewaretoken": form[1]}
    answer = strict.post(scene.path, own)
    assert (answer.status_code, answer["Location"]) == (303, f"{scene.path}outcome/")
    assert shows_no_trace(answer)
    # more than the mark on the link and the line in the history
    assert changed(before) - {"notify_actionlink", "audit_event"}

    after = everything()
    outcome = strict.get(answer["Location"])
    assert outcome.status_code == 200
    assert shows_no_trace(outcome)
    for again in (strict.post(scene.path, own), Client().post(scene.path), strict.get(scene.path)):
        assert again.status_code == 410
        assert "This link has been used." in again.text
        assert shows_no_trace(again)
    assert changed(after) == set()


def test_it_expires(scene):
    before = everything()
    with clock.moved_to(scene.link.expires_at):
        for method in ("get", "post"):
            answer = getattr(Client(), method)(scene.path)
            assert answer.status_code == 410
            assert "This link has expired." in answer.text
            assert shows_no_trace(answer)
    assert changed(before) == set()


def test_it_cannot_be_guessed(scene, settings):
    other = ActionLink.objects.create(
        act=scene.link.act,
        person=scene.link.person,
        subject_id=scene.link.subject_id,
        created_at=scene.at,
        expires_at=scene.link.expires_at,
    )
    number, _dot, signature = link_token(scene.link.pk).partition(".")
    foreign = link_token(other.pk).partition(".")[2]
    flipped = ("B" if signature[0] == "A" else "A") + signature[1:]
    settings.SECRET_KEY, own_key = "k" * 50, settings.SECRET_KEY
    of_another_installation = link_token(scene.link.pk)
    settings.SECRET_KEY = own_key
    forged = [
        f"{number}.{foreign}",
        f"{other.pk}.{signature}",
        f"{scene.link.pk + 1000}.{signature}",
        link_token(scene.link.pk + 1000),
        f"{number}.{flipped}",
        f"{number}.{signature.swapcase()}",
        f"{number}.{signature[:-1]}",
        f"{number}.{signature}=",
        f"0{number}.{signature}",
        f"{number}.",
        f".{signature}",
        number,
        of_another_installation,
    ]
    assert len(signature) >= 43
    before = everything()
    for token in forged:
        for path in (f"/a/{token}/", f"/a/{token}/outcome/"):
            assert Client().get(path).status_code == 404, token
        assert Client().post(f"/a/{token}/").status_code == 404, token
    assert changed(before) == set()


def refuses_kindly(scene: Scene) -> None:
    """Looking may still show it; pressing says why not, and nothing changes."""
    before = everything()
    browser = Client()
    looked, first, second = (browser.get(scene.path), *(browser.post(scene.path) for _ in "12"))
    assert looked.status_code in REFUSED | {200}
    assert {first.status_code, second.status_code} <= REFUSED
    for answer in (looked, first, second):
        assert "<h1" in answer.text
        assert shows_no_trace(answer)
    assert changed(before) == set()


def is_said_once(scene: Scene) -> None:
    """Late and harmless: it is noted, and once."""
    assert [Client().post(scene.path).status_code for _ in "12"] == [303, 410]


def test_it_refuses_once_its_matter_has_ended(scene):
    scene.close()
    (is_said_once if scene.link.act in SAID_AFTER_THE_END else refuses_kindly)(scene)


def test_it_refuses_whoever_has_left(scene):
    Party.objects.filter(person=scene.link.person).update(left_at=scene.at)
    Membership.objects.filter(person=scene.link.person).update(ended_at=scene.at)
    (is_said_once if scene.link.act in SAID_AFTER_LEAVING else refuses_kindly)(scene)


@pytest.fixture
def feed(world, held_clock) -> str:
    """The secret of Noor's calendar feed, with a meeting in it."""
    booked(world, _open(world))
    return make_feed(person=world.noor, by=world.actor("noor"), at=NOW)


def feed_status(secret: str) -> int:
    return Client().get(f"/calendar/{secret}.ics").status_code


def test_a_feed_opens_by_its_whole_secret_only(world, feed):
    answer = Client().get(f"/calendar/{feed}.ics")
    assert (answer.status_code, "BEGIN:VEVENT" in answer.text) == (200, True)
    assert shows_no_trace(answer)
    row = CalendarFeed.objects.get()
    wrong = ("x", feed[:-1], f"{feed}x", feed.swapcase(), feed[1:], row.digest, str(row.pk), "%00")
    for secret in wrong:
        assert feed_status(secret) == 404, secret
    for method in ("post", "put", "delete"):
        assert getattr(Client(), method)(f"/calendar/{feed}.ics").status_code == 405
    assert len(feed) >= 32


def test_the_tables_hold_only_a_digest_of_a_feed(feed):
    held = "\n".join(line for rows in everything().values() for line in rows)
    assert CalendarFeed.objects.get().digest in held
    assert feed not in held


def test_a_feed_that_was_replaced_or_revoked_is_not_there(world, feed):
    noor = world.actor("noor")
    second = make_feed(person=world.noor, by=noor, at=NOW)
    assert (feed_status(feed), feed_status(second)) == (404, 200)
    end_feed(person=world.noor, by=noor, at=NOW)
    assert (feed_status(feed), feed_status(second)) == (404, 404)
