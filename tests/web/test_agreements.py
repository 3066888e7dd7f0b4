"""The pages of expectations and agreements."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhall.agreements.actions.agreement import sign_version, write_version
from guildhall.agreements.actions.reviews import repeat_expectations
from guildhall.agreements.models import AgreementVersion, ExpectationSheet, Settlement
from guildhall.agreements.topics import topics
from guildhall.core import clock
from guildhall.relationships.actions.course import close_relationship
from tests.agreements.factories import (
    answer,
    begun_pair,
    both_answer,
    latest,
    proposal,
)
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("held_clock")


@pytest.fixture
def row(world):
    return begun_pair(world)


def url(row, part=""):
    return f"/relationships/{row.pk}/{part}"


def text(response):
    return " ".join(response.content.decode().split())


def post(client, path, data=None):
    """Where a form leads, and the page there."""
    answered = client.post(path, data or {})
    assert answered.status_code == 303, text(answered)
    there = answered.headers["Location"]
    return there, text(client.get(there))


def chosen(**own):
    usual = {topic.key: topic.usual or "hints" for topic in topics()}
    return {f"answer-{key}": option for key, option in {**usual, **own}.items()}


def write(row, world, name="gwen", *, based_on=0, **changes):
    return write_version(
        relationship=row,
        terms=replace(proposal(world, row, name), **changes),
        based_on=based_on,
        by=world.actor(name),
        at=NOW,
    )


def sign(row, world, name="noor"):
    return sign_version(version=latest(row), by=world.actor(name), at=NOW)


def test_fourteen_taps_and_done(row, sign_in):
    noor = sign_in("noor")
    page = text(noor.get(url(row, "expectations/")))
    assert page.count('<fieldset class="expect-question"') == 14
    assert "textarea" not in page
    there, page = post(noor, url(row, "expectations/"), {**chosen(), "weight-replies": "3"})
    assert there == url(row, "expectations/")
    assert "Waiting for Gwen." in page
    assert "Change my answers" in page
    sheet = ExpectationSheet.objects.get()
    assert len(sheet.chosen) == 14
    assert sheet.chosen["replies"] == {"option": "two_workdays", "importance": 3}


def test_kept_for_later_and_found_again(row, sign_in):
    noor = sign_in("noor")
    there, page = post(noor, url(row, "expectations/"), {"answer-replies": "week", "save": "later"})
    assert there == url(row)
    assert "Kept. Go on whenever you like." in page
    page = text(noor.get(url(row, "expectations/")))
    assert 'name="answer-replies" value="week" checked' in page
    assert page.count(" checked") == 1
    assert page.count("Leave it open") == 1


def test_an_unknown_answer_is_named_at_its_question_and_nothing_is_lost(row, sign_in):
    refused = sign_in("noor").post(
        url(row, "expectations/"), {"answer-replies": "never", "answer-place": "remote"}
    )
    page = text(refused)
    assert refused.status_code == 422
    assert 'id="problem-replies">Choose one of the answers.' in page
    assert 'name="answer-place" value="remote" checked' in page


def test_none_of_the_others_words_before_both_are_done(row, world, sign_in):
    answer(world, row, "gwen", feedback="at_once")
    page = text(sign_in("noor").get(url(row, "expectations/")))
    assert " checked" not in page
    home = text(sign_in("noor").get(url(row)))
    assert "Gwen answered already." in home


def test_agreements_come_first_and_no_score_is_shown(row, world, sign_in):
    both_answer(world, row)
    page = text(sign_in("noor").get(url(row, "expectations/")))
    assert "You and Gwen see 11 things the same way. 2 are worth a talk." in page
    assert page.index("You agree on these") < page.index('id="replies"')
    assert page.index('id="replies"') < page.index('id="feedback"') < page.index("Nearly the same")
    assert "after how long do you begin to wonder?" in page
    assert "By the next workday" in page
    assert "%" not in page.partition("<main")[2].partition("</main")[0]


def test_a_difference_is_written_down_by_one_tap(row, world, sign_in):
    both_answer(world, row)
    noor = sign_in("noor")
    there, _page = post(noor, url(row, "expectations/topics/replies/"), {"choice": "middle"})
    assert there == url(row, "expectations/") + "#replies"
    assert Settlement.objects.get().text == "By the next workday"
    refused = noor.post(url(row, "expectations/topics/feedback/"), {"choice": "own", "words": "x"})
    assert refused.status_code == 422
    assert "Say it in one sentence" in text(refused)
    page = text(sign_in("gwen").get(url(row, "expectations/")))
    assert "You agree on:" in page


def test_it_is_filled_in_and_signed_by_one_click(row, world, sign_in):
    both_answer(world, row)
    gwen, noor = sign_in("gwen"), sign_in("noor")
    page = gwen.get(url(row, "agreement/draft/"))
    form = page.context["form"]
    posted = {name: form[name].value() or "" for name in form.fields}
    done = gwen.post(url(row, "agreement/draft/"), {**posted, "based_on": "0"})
    assert done.status_code == 303, done.context["form"].errors
    assert "Gwen asks you to sign your agreement." in text(noor.get(url(row)))
    _there, signed = post(noor, url(row, "agreement/1/signature/"))
    assert "Everybody has signed. It holds." in signed
    home = text(noor.get(url(row)))
    assert "What you agreed" in home
    assert "Agreement signed by both" in home
    assert "Everything stays between us" in home


def test_what_is_wrong_in_a_draft_stands_at_its_field(row, world, sign_in):
    refused = sign_in("gwen").post(
        url(row, "agreement/draft/"),
        {"based_on": "0", "every_days": "14", "minutes": "45", "confidence": "All", "ending": "x"},
    )
    assert refused.status_code == 422
    form = refused.context["form"]
    assert sorted(form.errors) == ["purpose"]
    posted = {"purpose": "P", "confidence": "All", "ending": "Talk", "minutes": "45"}
    refused = sign_in("gwen").post(
        url(row, "agreement/draft/"),
        {**posted, "based_on": "0", "every_days": "14", "review_1": "2026-01-01"},
    )
    assert list(refused.context["form"].errors) == ["review_1"]
    assert not AgreementVersion.objects.exists()


def test_a_newer_version_is_not_overwritten(row, world, sign_in):
    write(row, world)
    posted = {"purpose": "P", "confidence": "All", "ending": "Talk", "minutes": "45"}
    refused = sign_in("noor").post(
        url(row, "agreement/draft/"),
        {**posted, "based_on": "0", "every_days": "14", "review_1": "2027-01-01"},
    )
    assert refused.status_code == 409
    assert "A newer version was written meanwhile" in text(refused)


def test_a_proposal_shows_what_it_changes(row, world, sign_in):
    write(row, world)
    sign(row, world)
    write(row, world, "noor", based_on=1, minutes=90)
    page = text(sign_in("gwen").get(url(row, "agreement/")))
    assert "What changes" in page
    assert "Every three weeks, 90 minutes" in page
    assert "Until everybody has signed, the earlier version goes on." in page
    earlier = text(sign_in("gwen").get(url(row, "agreement/?version=1")))
    assert "Version 1, signed by everybody on Nov 16." in earlier
    assert sign_in("gwen").get(url(row, "agreement/?version=9")).status_code == 404


def test_still_right_on_its_day(row, world, sign_in):
    day = NOW.date() + timedelta(days=30)
    write(row, world, reviews=(day,))
    sign(row, world)
    review = latest(row).reviews.get()
    with clock.moved_to(NOW + timedelta(days=30)):
        noor = sign_in("noor")
        assert "Is your agreement still right?" in text(noor.get(url(row)))
        _there, kept = post(noor, url(row, f"agreement/reviews/{review.pk}/"))
        assert "It goes on as it is." in kept
        assert "Agreement looked at again: still right" in text(noor.get(url(row)))
        assert "Noor looked at the agreement again" in text(sign_in("gwen").get(url(row)))
    assert noor.post(url(row, "agreement/reviews/99/")).status_code == 404


def test_the_coordinator_learns_done_or_not_done(row, world, sign_in):
    maren = sign_in("maren")
    page = text(maren.get(url(row)))
    assert page.count('<span class="second">not done</span>') == 2
    both_answer(world, row)
    write(row, world, texts={"purpose": "Leave the ward", "confidence": "All", "ending": "Talk"})
    sign(row, world)
    page = text(maren.get(url(row)))
    assert page.count('<span class="second">done</span>') == 2
    assert "Agreement signed by both" in page
    for words in ("Leave the ward", "the same day", "Within a week", url(row, "agreement/")):
        assert words not in page


def test_where_nobody_is_asked_there_is_a_quiet_link(world, sign_in):
    row = begun_pair(world, space={"expectations": "offered"})
    page = text(sign_in("noor").get(url(row)))
    assert "Write down what you agree, if you like" in page
    assert "Say what you expect" not in page
    assert "Nothing is written down yet" in text(sign_in("noor").get(url(row, "agreement/")))


def test_a_program_may_do_without(world, sign_in):
    row = begun_pair(world, space={"expectations": "none"})
    page = text(sign_in("noor").get(url(row)))
    assert "what you agree" not in page.lower()
    for part in ("expectations/", "agreement/", "agreement/draft/"):
        assert sign_in("noor").get(url(row, part)).status_code == 404


def test_after_the_end_it_is_read_and_no_longer_changed(row, world, sign_in):
    both_answer(world, row)
    write(row, world)
    sign(row, world)
    close_relationship(relationship=row, by=world.actor("gwen"), at=NOW)
    noor = sign_in("noor")
    page = text(noor.get(url(row, "agreement/")))
    assert "What we agree" in page
    assert "Propose a change" not in page
    assert "Write it down" not in text(noor.get(url(row, "expectations/")))
    assert noor.get(url(row, "agreement/draft/")).status_code == 303
    assert noor.post(url(row, "expectations/"), chosen()).status_code == 409


def test_the_second_round_and_the_first_beside_it(row, world, sign_in):
    both_answer(world, row)
    after = NOW + timedelta(days=90)
    repeat_expectations(at=after)
    with clock.moved_to(after):
        noor = sign_in("noor")
        assert "What do you expect now?" in text(noor.get(url(row, "expectations/")))
        assert "2 are worth a talk." in text(noor.get(url(row, "expectations/?round=1")))
        answer(world, row, "gwen", at=after)
        answer(world, row, "noor", at=after)
        page = text(noor.get(url(row, "expectations/")))
        assert "You and Gwen see 14 things the same way." in page
        assert "What you expected on Nov 16" in page


def test_the_part_asks_no_more_as_versions_grow(row, world, sign_in):
    noor = sign_in("noor")

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert noor.get(url(row)).status_code == 200
        return len(captured)

    both_answer(world, row)
    write(row, world)
    sign(row, world)
    noor.get(url(row))
    one = asked()
    for number in (1, 2, 3):
        write(row, world, based_on=number, minutes=20 + number)
        sign(row, world)
    assert asked() == one
