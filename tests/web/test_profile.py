"""One's own profile: saved together, mended without losing anything, paused."""

from datetime import date

import pytest

from guildhall.audit.models import Event
from guildhall.competencies.actions import load_vocabulary
from guildhall.competencies.models import Interest, Skill
from guildhall.directory.models import Membership, Person
from guildhall.people.actions.availability import Window, set_availability
from guildhall.people.actions.profile import set_skills
from guildhall.people.models import Profile
from guildhall.permissions.actor import SYSTEM
from guildhall.web.people.week import week_of
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("held_clock")


@pytest.fixture
def noor(world, sign_in):
    """Noor's client, with the vocabulary in place."""
    load_vocabulary()
    return sign_in("noor")


def filled(**changes: object) -> dict[str, object]:
    """What a browser sends from a page that was filled in."""
    return {
        "given_name": "Noor",
        "family_name": "Rahimi",
        "pronouns": "she/her",
        "headline": "Night shift by choice",
        "about": "I came from the lab.",
        "hopes": "To lead a shift.",
        "offered": ["wound care", ""],
        "offered-level": ["4", ""],
        "wanted": ["Triage", "Leading people"],
        "wanted-level": ["3", "2"],
        "languages": ["English", "farsi", ""],
        "interests": [Interest.objects.get(key="hiking").pk],
        "career_stage": "early",
        "years_of_experience": "2",
        "capacity": "0",
        "time_zone": "Europe/Oslo",
        "when": ["0-960-1080", "2-360-480"],
        **changes,
    }


def skills(direction: str) -> dict[str, int]:
    rows = Profile.objects.get().skills.filter(direction=direction)
    return dict(rows.values_list("skill__key", "level"))


def windows() -> list[tuple[int, int, int]]:
    rows = Profile.objects.get().windows
    return list(rows.values_list("weekday", "start_minute", "end_minute"))


def test_everything_is_saved_together(world, noor):
    answer = noor.post("/profile/", filled())
    assert (answer.status_code, answer["Location"]) == (303, "/profile/")
    row = Profile.objects.get(person=world.noor)
    assert (row.headline, row.about, row.hopes) == (
        "Night shift by choice",
        "I came from the lab.",
        "To lead a shift.",
    )
    assert (row.pronouns, row.career_stage, row.years_of_experience, row.capacity) == (
        "she/her",
        "early",
        2,
        0,
    )
    assert row.languages == ["en", "fa"]
    assert [interest.key for interest in row.interests.all()] == ["hiking"]
    assert skills("offered") == {"wound_care": 4}
    assert skills("wanted") == {"triage": 3, "leading_people": 2}
    assert windows() == [(0, 960, 1080), (2, 360, 480)]
    assert Person.objects.get(pk=world.noor.pk).time_zone == "Europe/Oslo"
    assert set(Event.objects.values_list("kind", flat=True)) >= {
        "profile_changed",
        "member_changed",
    }


def test_saving_again_changes_and_records_nothing(noor):
    noor.post("/profile/", filled())
    before = Event.objects.count()
    assert noor.post("/profile/", filled()).status_code == 303
    assert Event.objects.count() == before


def test_the_saved_page_shows_what_was_saved(noor):
    noor.post("/profile/", filled())
    text = noor.get("/profile/").text
    for value in ("Night shift by choice", 'value="Wound care"', 'value="Persian"'):
        assert value in text
    assert 'value="0-960-1080" aria-label="Monday, 4 pm to 6 pm" checked' in text


def test_each_text_says_who_reads_it(noor):
    text = noor.get("/profile/").text
    assert text.count("Program staff, never your manager") == 3
    assert text.count("Program staff and your manager") == 2
    assert text.count("Program staff, your manager, and whoever may choose you") == 3


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"given_name": ""}, "This field is required"),
        ({"years_of_experience": "71"}, "Give a whole number from 0 to 70."),
        ({"capacity": "-1"}, "Give a whole number from 0 to 50."),
        ({"capacity": "many"}, "Give a whole number from 0 to 50."),
        ({"time_zone": "Mars/Base"}, "valid choice"),
        ({"interests": ["999999"]}, "not one of the available choices"),
        ({"offered": ["wound caer"], "offered-level": ["3"]}, "Did you mean Wound care"),
        ({"offered": ["qqqq"], "offered-level": ["3"]}, "“qqqq” is not in the list. Type a part"),
        ({"offered": ["Triage"], "offered-level": [""]}, "Choose a level for it."),
        ({"offered": ["Triage"], "offered-level": ["6"]}, "Choose a level for it."),
        ({"wanted": ["Triage", "triage"], "wanted-level": ["1", "2"]}, "stands there twice"),
        ({"languages": ["Englsh"]}, "Did you mean English"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved_or_lost(noor, change, words):
    answer = noor.post("/profile/", filled(**change))
    assert answer.status_code == 422
    assert words in answer.text
    assert "Night shift by choice" in answer.text
    assert 'value="0-960-1080" aria-label="Monday, 4 pm to 6 pm" checked' in answer.text
    assert not Profile.objects.exists()


def test_a_suggestion_is_taken_by_a_button(noor):
    wrong = filled(offered=["", "wound caer"], **{"offered-level": ["", "4"]})
    page = noor.post("/profile/", wrong)
    assert 'name="use" value="offered:0:Wound care"' in page.text
    shown = filled(offered=["wound caer", ""], **{"offered-level": ["4", ""]})
    answer = noor.post("/profile/", shown | {"use": "offered:0:Wound care"})
    assert answer.status_code == 303
    assert skills("offered") == {"wound_care": 4}


def test_more_rows_are_added_without_a_script_and_nothing_is_saved(noor):
    answer = noor.post("/profile/", filled(more="wanted"))
    assert answer.status_code == 200
    assert [
        len(answer.context["draft"].wanted.shown),
        len(answer.context["draft"].offered.shown),
    ] == [
        5,
        3,
    ]
    assert "Night shift by choice" in answer.text
    assert "Nothing is saved until" in answer.text
    assert not Profile.objects.exists()


def test_rows_that_are_cleared_leave_the_profile(world, noor):
    noor.post("/profile/", filled())
    noor.post("/profile/", filled(offered=[], wanted=[], languages=[], interests=[], when=[]))
    row = Profile.objects.get()
    assert (row.skills.count(), row.languages, row.interests.count(), windows()) == (0, [], 0, [])


def test_times_that_fit_no_block_survive_saving(world, noor):
    set_availability(
        person=world.noor,
        windows=[Window(1, 930, 1110), Window(4, 1050, 1095)],
        by=SYSTEM,
        at=NOW,
    )
    page = noor.get("/profile/")
    assert "Tuesday, 3:30 pm to 4 pm" in page.text
    week = page.context["draft"].week
    sent = [cell.value for line in week.by_day for cell in line.cells if cell.is_ticked]
    sent += [cell.value for cell in week.others]
    assert sorted(sent) == ["1-1080-1110", "1-930-960", "1-960-1080", "4-1050-1095"]
    noor.post("/profile/", filled(when=sent))
    assert windows() == [(1, 930, 1110), (4, 1050, 1095)]


def test_a_time_that_no_browser_sends_is_left_out(noor):
    noor.post("/profile/", filled(when=["9-0-60", "x", "1-100-50", "1-0-9999", "3-600-720"]))
    assert windows() == [(3, 600, 720)]


def test_a_whole_night_is_ticked_block_by_block():
    week = week_of([Window(5, 1320, 1440), Window(6, 0, 360)])
    ticked = [cell.value for line in week.by_night for cell in line.cells if cell.is_ticked]
    assert (ticked, week.others, week.is_at_night) == (
        ["5-1320-1440", "6-0-120", "6-120-240", "6-240-360"],
        (),
        True,
    )


def test_pausing_and_taking_part_again(world, noor):
    assert noor.post("/profile/pause/", {"paused_until": "2026-12-24"}).status_code == 303
    row = Profile.objects.get(person=world.noor)
    assert (row.is_paused, row.paused_until) == (True, date(2026, 12, 24))
    assert "Until Dec 24, 2026" in noor.get("/profile/").text
    assert noor.post("/profile/resumption/").status_code == 303
    row.refresh_from_db()
    assert (row.is_paused, row.paused_until) == (False, None)
    assert list(Event.objects.values_list("kind", flat=True).order_by("pk"))[-2:] == [
        "profile_paused",
        "profile_resumed",
    ]


@pytest.mark.parametrize(
    ("until", "words"), [("2026-11-16", "Choose a day to come."), ("soon", "valid date")]
)
def test_a_pause_that_cannot_be_is_refused(noor, until, words):
    answer = noor.post("/profile/pause/", {"paused_until": until})
    assert answer.status_code == 422
    assert words in answer.context["pause_form"].errors["paused_until"][0]
    assert not Profile.objects.filter(is_paused=True).exists()


def test_a_profile_is_ones_own(world, noor, sign_in):
    noor.post("/profile/", filled())
    assert "Night shift by choice" not in sign_in("gwen").get("/profile/").text
    assert Profile.objects.get().person == world.noor


def test_somebody_without_a_membership_keeps_a_profile(world, noor):
    Membership.objects.filter(person=world.noor).delete()
    assert noor.post("/profile/", filled(time_zone="UTC")).status_code == 303


def test_the_page_costs_the_same_for_few_and_many_skills(
    world, noor, django_assert_max_num_queries
):
    levels = dict.fromkeys(Skill.objects.order_by("key")[:20], 3)
    set_skills(
        person=world.noor,
        direction="offered",
        levels=levels,
        by=SYSTEM,
        at=NOW,
    )
    with django_assert_max_num_queries(20):
        noor.get("/profile/")
