"""Profiles: what people say about themselves, and who may change it."""

from datetime import timedelta

import pytest

from guildhall.audit.models import Event
from guildhall.competencies.models import Interest, Skill
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible
from guildhall.people.actions.availability import Window, set_availability
from guildhall.people.actions.profile import (
    change_profile,
    ensure_profile,
    pause_profile,
    resume_profile,
    set_interests,
    set_skills,
)
from guildhall.people.languages import find_language, language_name, near_languages
from guildhall.people.models import Profile
from tests.world import NOW

LATER = NOW + timedelta(days=1)


def test_people_change_their_own_profile(world):
    by = world.actor("gwen")
    values = {
        "headline": "Preceptor",
        "hopes": "To pass it on",
        "languages": ["en", "es"],
        "career_stage": "senior",
        "years_of_experience": 20,
        "capacity": 2,
    }
    change_profile(person=world.gwen, by=by, at=NOW, **values)
    profile = Profile.objects.get(person=world.gwen)
    assert {name: getattr(profile, name) for name in values} == values
    event = Event.objects.get(kind="profile_changed")
    assert (event.subject_id, event.person_id, event.ids) == (world.gwen.pk, world.gwen.pk, {})
    change_profile(person=world.gwen, by=by, at=LATER, **values)
    profile.refresh_from_db()
    assert (profile.changed_at, Event.objects.count()) == (NOW, Event.objects.count())
    assert Event.objects.filter(kind="profile_changed").count() == 1


def test_a_capacity_can_be_left_unsaid(world):
    by = world.actor("gwen")
    change_profile(person=world.gwen, by=by, at=NOW, headline="Preceptor")
    assert Profile.objects.get(person=world.gwen).capacity is None
    change_profile(person=world.gwen, by=by, at=NOW, capacity=0)
    assert Profile.objects.get(person=world.gwen).capacity == 0
    change_profile(person=world.gwen, by=by, at=NOW, capacity=None)
    assert Profile.objects.get(person=world.gwen).capacity is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("capacity", -1),
        ("capacity", 51),
        ("capacity", "2"),
        ("years_of_experience", 71),
        ("career_stage", "guru"),
        ("languages", ["klingon"]),
        ("languages", "en"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_field(world, field, value):
    with pytest.raises(InvalidInput) as refused:
        change_profile(person=world.gwen, by=world.actor("gwen"), at=NOW, **{field: value})
    assert list(refused.value.problems) == [field]
    assert not Profile.objects.exists()


def test_years_may_be_taken_back(world):
    by = world.actor("gwen")
    change_profile(person=world.gwen, by=by, at=NOW, years_of_experience=3)
    change_profile(person=world.gwen, by=by, at=NOW, years_of_experience=None)
    assert Profile.objects.get().years_of_experience is None


def test_who_may_change_a_profile(world):
    for name in ("gwen", "maren", "ada"):
        change_profile(person=world.gwen, by=world.actor(name), at=NOW, headline=name)
    cases = {"vera": NotAllowed, "noor": NotVisible, "milo": NotVisible, "olga": NotVisible}
    for name, error in cases.items():
        by = world.actor(name)
        with pytest.raises(error):
            change_profile(person=world.gwen, by=by, at=NOW, headline=name)
        with pytest.raises(error):
            set_skills(person=world.gwen, direction="offered", levels={}, by=by, at=NOW)
        with pytest.raises(error):
            set_interests(person=world.gwen, interests=[], by=by, at=NOW)
        with pytest.raises(error):
            set_availability(person=world.gwen, windows=[], by=by, at=NOW)
        with pytest.raises(error):
            pause_profile(person=world.gwen, by=by, at=NOW)
    assert Profile.objects.get().headline == "ada"


def test_skills_are_replaced_on_one_side(world):
    by = world.actor("gwen")
    triage, python = (Skill.objects.create(key=k, name=k) for k in ("triage", "python"))
    set_skills(person=world.gwen, direction="offered", levels={triage: 4}, by=by, at=NOW)
    set_skills(person=world.gwen, direction="wanted", levels={triage: 2}, by=by, at=NOW)
    set_skills(person=world.gwen, direction="offered", levels={python: 5}, by=by, at=NOW)
    profile = ensure_profile(person=world.gwen, at=NOW)
    assert set(profile.skills.values_list("skill__key", "direction", "level")) == {
        ("python", "offered", 5),
        ("triage", "wanted", 2),
    }
    count = Event.objects.filter(kind="profile_changed").count()
    set_skills(person=world.gwen, direction="wanted", levels={triage: 2}, by=by, at=NOW)
    assert Event.objects.filter(kind="profile_changed").count() == count == 3
    for wrong in ({"direction": "sideways", "levels": {}}, {"direction": "wanted"}):
        levels = wrong.get("levels", {triage: 6})
        with pytest.raises(ValueError, match="not a valid"):
            set_skills(
                person=world.gwen, direction=wrong["direction"], levels=levels, by=by, at=NOW
            )


def test_interests_are_replaced(world):
    by = world.actor("gwen")
    chess, music = (Interest.objects.create(key=k, name=k) for k in ("chess", "music"))
    set_interests(person=world.gwen, interests=[chess], by=by, at=NOW)
    set_interests(person=world.gwen, interests=[music], by=by, at=NOW)
    set_interests(person=world.gwen, interests=[music], by=by, at=LATER)
    profile = Profile.objects.get()
    assert (list(profile.interests.all()), profile.changed_at) == ([music], NOW)


def test_the_week_is_kept_without_overlaps(world):
    by = world.actor("gwen")
    windows = [Window(1, 600, 660), Window(0, 540, 600), Window(1, 660, 720), Window(1, 610, 650)]
    set_availability(person=world.gwen, windows=windows, by=by, at=NOW)
    profile = Profile.objects.get()
    kept = list(profile.windows.values_list("weekday", "start_minute", "end_minute"))
    assert kept == [(0, 540, 600), (1, 600, 720)]
    set_availability(person=world.gwen, windows=windows, by=by, at=LATER)
    assert Event.objects.filter(kind="profile_changed").count() == 1
    for wrong in (Window(7, 0, 60), Window(0, 60, 60), Window(0, 1380, 1441), Window(0, -1, 5)):
        with pytest.raises(InvalidInput):
            set_availability(person=world.gwen, windows=[wrong], by=by, at=NOW)
    set_availability(person=world.gwen, windows=[], by=by, at=NOW)
    assert not profile.windows.exists()


def test_a_pause_begins_and_ends(world):
    by = world.actor("gwen")
    with pytest.raises(InvalidInput, match="has passed"):
        pause_profile(person=world.gwen, by=by, at=NOW, until=NOW.date())
    profile = pause_profile(person=world.gwen, by=by, at=NOW, until=LATER.date())
    assert (profile.is_paused, profile.paused_until) == (True, LATER.date())
    profile = resume_profile(person=world.gwen, by=by, at=NOW)
    assert (profile.is_paused, profile.paused_until) == (False, None)
    resume_profile(person=world.gwen, by=by, at=NOW)
    kinds = Event.objects.filter(kind__startswith="profile_").values_list("kind", flat=True)
    assert list(kinds) == ["profile_paused", "profile_resumed"]


def test_languages_are_found_by_code_and_name():
    cases = {
        "en": "en",
        "English": "en",
        "español": "es",
        "pt-BR": "pt",
        "Mandarin": "zh",
        "Deutsch": "de",
        "sign language": "ase",
        "Klingon": None,
    }
    assert {text: find_language(text) for text in cases} == cases
    assert (language_name("pt"), language_name("xx")) == ("Portuguese", "xx")
    assert near_languages("Portugese") == ["Portuguese"]
