"""Drafts of a framework: begun, changed, published, let go; copies; retiring."""

import pytest

from guildhall.audit.models import Event
from guildhall.competencies.access import SEE_FRAMEWORK, SEE_VERSION
from guildhall.competencies.actions import load_frameworks
from guildhall.competencies.actions.framework_versions import (
    change_competency,
    discard_draft,
    publish_version,
    start_draft,
)
from guildhall.competencies.actions.frameworks import (
    copy_framework,
    restore_framework,
    retire_framework,
)
from guildhall.competencies.framework_rows import version_spec
from guildhall.competencies.models import Competency, Framework, FrameworkVersion
from guildhall.competencies.queries.framework_pages import changes_of
from guildhall.competencies.queries.frameworks import may_use, newest_version
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.permissions.access import visible_to
from tests.competencies.frameworks import own_framework
from tests.world import NOW


@pytest.fixture
def framework(world) -> Framework:
    return own_framework(world.alder)


@pytest.fixture
def draft(world, framework) -> FrameworkVersion:
    return start_draft(framework=framework, by=world.actor("maren"), at=NOW)


def push(version: FrameworkVersion) -> Competency:
    return version.competencies.get(key="iv-push")


def test_a_draft_begins_as_what_is_published(world, framework, draft):
    published = framework.versions.get(number=1)
    assert (draft.number, draft.published_at, draft.made_by) == (2, None, world.maren)
    assert version_spec(draft) == version_spec(published)
    assert newest_version(framework) == published
    assert Event.objects.get(kind="framework_draft_started").subject_id == draft.pk


def test_a_changed_draft_is_published_and_the_old_version_stays(world, framework, draft):
    published = framework.versions.get(number=1)
    before = version_spec(published)
    maren = world.actor("maren")
    change_competency(
        competency=push(draft),
        by=maren,
        at=NOW,
        is_critical=False,
        target="3c",
        floor="2b",
        observations=4,
        people=3,
        valid_days=0,
        guide=" 1. Look.\r\n2. Ask. ",
        first=["handover"],
    )
    publish_version(version=draft, note="Less strict.", by=maren, at=NOW)
    assert version_spec(published) == before
    row = next(one for one in version_spec(draft).competencies if one.key == "iv-push")
    assert (row.target, row.floor, row.valid_days, row.guide) == (
        "3c",
        "2b",
        None,
        "1. Look.\n2. Ask.",
    )
    assert row.first == ("handover",)
    draft.refresh_from_db()
    assert (newest_version(framework), draft.note) == (draft, "Less strict.")
    (change,) = changes_of(draft, published)
    assert change.kind == "changed"
    kinds = ["framework_draft_changed", "framework_published"]
    assert list(Event.objects.order_by("-pk").values_list("kind", flat=True)[:2][::-1]) == kinds


def test_what_is_published_never_changes(world, framework):
    published = framework.versions.get(number=1)
    maren = world.actor("maren")
    for act in (
        lambda: change_competency(competency=push(published), by=maren, at=NOW, people=1),
        lambda: publish_version(version=published, note="", by=maren, at=NOW),
        lambda: discard_draft(version=published, by=maren, at=NOW),
    ):
        with pytest.raises(WrongState, match="Version 1 is published and stays as it is"):
            act()


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"target": "9"}, "target", "“9” is no level of the scale"),
        ({"target": "2a", "floor": "4"}, "floor", "must not be above"),
        ({"observations": 1, "people": 2}, "people", "Ask for fewer people"),
        ({"first": ["transfusion"]}, "first", "iv-push → transfusion → iv-push"),
        ({"first": ["nothing"]}, "first", "no competency with the key “nothing”"),
        ({"name": "  "}, "name", "Give it a name"),
    ],
)
def test_what_does_not_hold_together_is_refused_by_its_field(world, draft, values, field, said):
    before = version_spec(draft)
    with pytest.raises(InvalidInput) as refused:
        change_competency(competency=push(draft), by=world.actor("maren"), at=NOW, **values)
    assert said in " ".join(refused.value.problems.values())
    assert field in refused.value.problems or field == "first"
    assert version_spec(draft) == before


def test_a_draft_with_nothing_new_is_not_published(world, draft):
    with pytest.raises(WrongState, match="the same as version 1"):
        publish_version(version=draft, note="", by=world.actor("maren"), at=NOW)


def test_a_draft_can_be_let_go_and_a_framework_without_any_version_with_it(world, framework, draft):
    maren = world.actor("maren")
    assert discard_draft(version=draft, by=maren, at=NOW)
    assert list(framework.versions.values_list("number", flat=True)) == [1]
    shared = Framework.objects.get(organization=None, key="ward-nurse")
    own = copy_framework(framework=shared, organization=world.alder, by=maren, at=NOW)
    assert not discard_draft(version=own.versions.get(), by=maren, at=NOW)
    assert not Framework.objects.filter(pk=own.pk).exists()


def test_a_house_makes_its_own_copy_once(world):
    load_frameworks(at=NOW)
    shared = Framework.objects.get(organization=None, key="ward-nurse")
    maren = world.actor("maren")
    own = copy_framework(framework=shared, organization=world.alder, by=maren, at=NOW)
    draft = own.versions.get()
    assert (own.key, own.source, draft.published_at) == ("ward-nurse", shared.source, None)
    assert version_spec(draft) == version_spec(newest_version(shared))
    with pytest.raises(WrongState, match="has its own “Newly registered nurse on a ward” already"):
        copy_framework(framework=shared, organization=world.alder, by=maren, at=NOW)
    with pytest.raises(NotVisible):
        copy_framework(framework=shared, organization=world.calder, by=maren, at=NOW)
    publish_version(version=draft, note="", by=maren, at=NOW)
    with pytest.raises(WrongState, match="Only what came with the product"):
        copy_framework(framework=own, organization=world.alder, by=maren, at=NOW)


def test_a_retired_framework_is_not_chosen_and_can_come_back(world, framework):
    maren = world.actor("maren")
    assert may_use(world.alder, framework)
    retire_framework(framework=framework, by=maren, at=NOW)
    assert not may_use(world.alder, framework)
    with pytest.raises(WrongState, match="is retired already"):
        retire_framework(framework=framework, by=maren, at=NOW)
    with pytest.raises(WrongState, match="Take it up again first"):
        start_draft(framework=framework, by=maren, at=NOW)
    restore_framework(framework=framework, by=maren, at=NOW)
    assert may_use(world.alder, framework)
    with pytest.raises(WrongState, match="is in use"):
        restore_framework(framework=framework, by=maren, at=NOW)


def test_who_reads_what(world, framework, draft):
    published = framework.versions.get(number=1)
    for name, versions in {
        "maren": {published, draft},
        "ada": {published, draft},
        "vera": {published, draft},
        "gwen": {published},
        "noor": {published},
        "olga": set(),
    }.items():
        actor = world.actor(name)
        own = visible_to(SEE_VERSION, actor).filter(framework__organization=world.alder)
        assert set(own) == versions, name
        shared = visible_to(SEE_FRAMEWORK, actor).filter(organization=None)
        assert shared.count() == 3, name


@pytest.mark.parametrize(("name", "error"), [("vera", NotAllowed), ("noor", NotAllowed)])
def test_readers_change_nothing(world, framework, name, error):
    actor = world.actor(name)
    with pytest.raises(error):
        start_draft(framework=framework, by=actor, at=NOW)
    with pytest.raises(error):
        retire_framework(framework=framework, by=actor, at=NOW)


def test_outsiders_find_nothing_and_nobody_changes_what_came_with_the_product(
    world, framework, draft
):
    olga = world.actor("olga")
    for act in (
        lambda: start_draft(framework=framework, by=olga, at=NOW),
        lambda: publish_version(version=draft, note="", by=olga, at=NOW),
        lambda: discard_draft(version=draft, by=olga, at=NOW),
        lambda: change_competency(competency=push(draft), by=olga, at=NOW, people=1),
    ):
        with pytest.raises(NotVisible):
            act()
    shared = Framework.objects.get(organization=None, key="ward-nurse")
    for name in ("maren", "ada", "olga"):
        with pytest.raises(NotAllowed):
            start_draft(framework=shared, by=world.actor(name), at=NOW)
