"""Pages of learning on shift: what each side sees and does, and what whoever covers sees."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from guildhall.assessment.queries.gate import gate_of
from guildhall.core import clock
from guildhall.instruction.actions.covering import accept_cover
from guildhall.instruction.models import Cover, ShiftNote, Try, Week
from tests.assessment.ground import make_passport
from tests.instruction.ground import END, LAST_HOUR, MONDAY, Ground, make_ground
from tests.world import NOW

DAY = MONDAY.isoformat()
KEYS = ("iv-push", "transfusion", "catheter", "handover")


@pytest.fixture
def ground(world) -> Ground:
    """The pair, on shift today."""
    return make_ground(world)


def text(response) -> str:
    """The page as one line of words."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def at(name: str, ground: Ground, **more: object) -> str:
    return reverse(name, kwargs={"pk": ground.pair.pk, **more})


def get(sign_in, who: str, url: str, when=NOW):
    with clock.moved_to(when):
        return sign_in(who).get(url)


def post(sign_in, who: str, url: str, data=None, when=NOW):
    with clock.moved_to(when):
        return sign_in(who).post(url, data or {})


def test_a_try_is_noted_and_the_ladder_climbs(ground, sign_in):
    url = at("skill", ground, key="iv-push")
    sent = {"step": "together", "went_well": "Calm hands", "next_step": "Say it aloud"}
    assert post(sign_in, "noor", url, sent).status_code == 303
    assert Try.objects.get().went_well == "Calm hands"
    page = text(get(sign_in, "gwen", url))
    assert "Done together" in page
    assert "Next: Say it aloud" in page
    assert "It counts for nothing" in page
    assert "Watch for: air in the line." in page
    listed = text(get(sign_in, "noor", at("skills", ground)))
    assert "1 of 4 skills tried" in listed


def test_a_try_without_a_step_is_shown_again(ground, sign_in):
    response = post(sign_in, "noor", at("skill", ground, key="iv-push"), {"went_well": "Calm"})
    assert response.status_code == 422
    assert "Calm" in response.content.decode()


def test_a_skill_of_no_framework_is_not_there(ground, sign_in):
    assert get(sign_in, "noor", at("skill", ground, key="juggling")).status_code == 404


def test_a_try_alone_waits_for_the_preceptor(ground, sign_in):
    url = at("skill", ground, key="iv-push")
    post(sign_in, "noor", url, {"step": "alone"})
    assert "waits for Gwen’s yes" in text(get(sign_in, "noor", url))
    assert "Noor did it alone: IV push medication" in text(get(sign_in, "gwen", reverse("today")))
    confirm = reverse("try_confirmation", args=[Try.objects.get().pk])
    assert post(sign_in, "gwen", confirm).status_code == 303
    assert "waits" not in text(get(sign_in, "noor", url))
    assert "did it alone" not in text(get(sign_in, "gwen", reverse("today")))


def test_the_ward_check_stands_beside_the_try(ground, sign_in):
    passport = make_passport(ground.pair, ground.version)
    answer = gate_of(passport, ground.competency(), today=NOW.date())
    page = text(get(sign_in, "noor", at("skill", ground, key="iv-push")))
    assert f"Ward check today: {answer.words}" in page
    assert "A try alone needs Gwen’s yes" in page


def test_the_passport_leads_to_the_tries_for_the_pair_alone(ground, sign_in):
    passport = make_passport(ground.pair, ground.version)
    url = reverse("passport_competency", args=[passport.pk, ground.competency().pk])
    link = at("skill", ground, key="iv-push")
    assert link in get(sign_in, "noor", url).content.decode()
    assert link in get(sign_in, "gwen", url).content.decode()
    assert link not in get(sign_in, "maren", url).content.decode()
    assert link not in get(sign_in, "milo", url).content.decode()


def test_the_pair_page_leads_everywhere(ground, sign_in):
    url = reverse("relationship", args=[ground.pair.pk])
    page = get(sign_in, "noor", url).content.decode()
    for link in (
        at("skills", ground),
        at("shift_notes", ground),
        at("learning_week", ground, day=DAY),
        at("pair_cover", ground),
    ):
        assert link in page
    seen = get(sign_in, "maren", url).content.decode()
    assert at("skills", ground) not in seen
    assert at("pair_cover", ground) in seen
    assert at("pair_cover", ground) not in get(sign_in, "vera", url).content.decode()


def test_two_taps_are_a_shift_note(ground, sign_in):
    url = at("shift_note", ground, day=DAY)
    title = "End of the shift with Gwen: two short answers"
    assert title in text(get(sign_in, "noor", reverse("today"), LAST_HOUR))
    sent = {"first_chips": ["0", "3"], "second_chips": ["1"], "second": "At the pump."}
    assert post(sign_in, "noor", url, sent, LAST_HOUR).status_code == 303
    note = ShiftNote.objects.get()
    assert (note.first, note.second) == (
        "I asked early, I was quicker",
        "Do it together. At the pump.",
    )
    assert title not in text(get(sign_in, "noor", reverse("today"), LAST_HOUR))


def test_neither_page_shows_the_other_note_too_early(ground, sign_in):
    ground.noted("noor", first="The round was calm")
    url = at("shift_note", ground, day=DAY)
    for page in (url, at("shift_notes", ground)):
        assert "The round was calm" not in text(get(sign_in, "gwen", page, LAST_HOUR))
    assert "Noor has written already" in text(get(sign_in, "gwen", url, LAST_HOUR))
    post(sign_in, "gwen", url, {"first": "Careful"}, LAST_HOUR)
    assert "The round was calm" in text(get(sign_in, "gwen", url, LAST_HOUR))
    assert "Careful" in text(get(sign_in, "noor", at("shift_notes", ground), LAST_HOUR))


def test_an_empty_note_is_shown_again(ground, sign_in):
    response = post(sign_in, "noor", at("shift_note", ground, day=DAY), {}, LAST_HOUR)
    assert response.status_code == 422
    assert ShiftNote.objects.count() == 0


@pytest.mark.parametrize("day", ["2026-13-40", "soon"])
def test_an_address_without_a_day_is_not_there(ground, sign_in, day):
    assert get(sign_in, "noor", at("shift_note", ground, day=day)).status_code == 404
    assert get(sign_in, "noor", at("learning_week", ground, day=day)).status_code == 404


def test_a_week_is_shared_read_agreed_and_taken_back(ground, sign_in):
    ground.tried(went_well="Calm hands")
    friday = END + timedelta(days=4)
    url, share = (at(name, ground, day=DAY) for name in ("learning_week", "learning_week_sharing"))
    assert "Share this week with Maren Okafor" in text(get(sign_in, "noor", url, friday))
    post(sign_in, "noor", share, when=friday)
    assert get(sign_in, "maren", url, friday).status_code == 404
    post(sign_in, "gwen", share, when=friday)
    assert "Calm hands" in text(get(sign_in, "maren", url, friday))
    shared = reverse("shared_learning_weeks")
    assert url in get(sign_in, "maren", shared, friday).content.decode()
    assert "shared a week with you" in text(get(sign_in, "maren", reverse("today"), friday))
    focus = at("learning_week_focus", ground, day=DAY)
    post(sign_in, "maren", focus, {"focus": "Say it aloud"}, friday)
    assert "shared a week with you" not in text(get(sign_in, "maren", reverse("today"), friday))
    week = Week.objects.get()
    agree = at("learning_week_agreement", ground, day=DAY)
    post(sign_in, "noor", agree, {"seen": week.focus_at.isoformat()}, friday)
    assert "Agreed: Noor, Maren" in text(get(sign_in, "gwen", url, friday))
    post(sign_in, "noor", share, {"do": "close"}, friday)
    assert get(sign_in, "maren", url, friday).status_code == 404
    assert url not in get(sign_in, "maren", shared, friday).content.decode()


def test_one_press_asks_for_cover_with_todays_goals(ground, sign_in):
    ground.tried(next_step="Read the rate aloud")
    make_passport(ground.pair, ground.version)
    url = at("pair_cover", ground)
    page = get(sign_in, "gwen", url)
    assert "Omar Haddad" in text(page)
    initial = page.context["form"].initial
    assert initial["goals"] == "IV push medication: Read the rate aloud"
    assert initial["alone"].startswith("Nothing alone yet.")
    sent = {"person": str(ground.world.omar.pk), **initial}
    assert post(sign_in, "gwen", url, sent).status_code == 303
    assert Cover.objects.get().goals == initial["goals"]
    again = get(sign_in, "gwen", url)
    assert again.context["candidates"] == []
    assert "Omar Haddad" in text(again)


def test_a_coordinator_asks_without_reading_what_was_tried(ground, sign_in):
    ground.tried(next_step="Read the rate aloud")
    page = get(sign_in, "maren", at("pair_cover", ground))
    assert "Read the rate aloud" not in page.content.decode()
    sent = {"person": str(ground.world.omar.pk), "goals": "Two rounds"}
    assert post(sign_in, "maren", at("pair_cover", ground), sent).status_code == 303
    assert get(sign_in, "maren", reverse("cover", args=[Cover.objects.get().pk])).status_code == 404


def test_where_nobody_is_on_shift_the_page_says_whom_to_ask(ground, sign_in):
    page = text(get(sign_in, "gwen", at("pair_cover", ground), END))
    assert "Nobody can be offered now" in page


def test_whoever_covers_answers_reads_and_loses_it_with_the_shift(ground, sign_in):
    cover = ground.asked()
    url = reverse("cover", args=[cover.pk])
    assert "Can you be there for Noor until" in text(get(sign_in, "omar", reverse("today")))
    before = text(get(sign_in, "omar", url))
    assert "Two rounds" not in before
    assert post(sign_in, "omar", reverse("cover_acceptance", args=[cover.pk])).status_code == 303
    after = text(get(sign_in, "omar", url))
    assert "Two rounds" in after
    assert "The pump alarm" in after
    assert "You cover for Noor until" in text(get(sign_in, "omar", reverse("today")))
    for page in (at("skills", ground), reverse("relationship", args=[ground.pair.pk])):
        assert get(sign_in, "omar", page).status_code == 404
    assert get(sign_in, "omar", url, NOW.replace(hour=13)).status_code == 404
    assert "You cover" not in text(get(sign_in, "omar", reverse("today"), NOW.replace(hour=13)))


def test_whoever_is_asked_says_no(ground, sign_in):
    cover = ground.asked()
    assert post(sign_in, "omar", reverse("cover_refusal", args=[cover.pk])).status_code == 303
    cover.refresh_from_db()
    assert cover.state == "declined"


def test_whoever_covers_cannot_after_all(ground, sign_in):
    cover = accept_cover(cover=ground.asked(), by=ground.world.actor("omar"), at=NOW)
    assert post(sign_in, "omar", reverse("cover_ending", args=[cover.pk])).status_code == 303
    assert "Omar" in text(get(sign_in, "gwen", at("pair_cover", ground)))


def _count(client, url, django_assert_max_num_queries, when) -> int:
    with clock.moved_to(when), django_assert_max_num_queries(200) as found:
        assert client.get(url).status_code == 200
    return len(found)


@pytest.mark.parametrize("name", ["skills", "shift_notes", "learning_week"])
def test_pages_take_the_same_queries_for_one_and_for_four(
    ground, sign_in, django_assert_max_num_queries, name
):
    more = {"day": DAY} if name == "learning_week" else {}
    client, url, when = sign_in("noor"), at(name, ground, **more), END + timedelta(days=4)

    def live(day: int) -> None:
        moment = LAST_HOUR + timedelta(days=day)
        ground.tried(at=moment, competency=ground.competency(KEYS[day]), next_step="More")
        for who in ("noor", "gwen"):
            ground.noted(who, on=moment.date(), at=moment)

    live(0)
    client.get(url)
    first = _count(client, url, django_assert_max_num_queries, when)
    for day in (1, 2, 3):
        live(day)
    assert _count(client, url, django_assert_max_num_queries, when) == first
