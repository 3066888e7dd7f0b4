"""Scales and frameworks that come with the product: their files, and bringing them in."""

import pytest

from guildhall.competencies import framework_files
from guildhall.competencies.actions import load_frameworks
from guildhall.competencies.framework_files import (
    DATA,
    frameworks_in_files,
    read_framework,
    read_scale,
    scales_in_files,
)
from guildhall.competencies.framework_rows import version_spec
from guildhall.competencies.models import Framework, FrameworkVersion, Scale
from guildhall.competencies.queries.frameworks import framework_for, newest_version
from guildhall.competencies.states import Allows
from guildhall.core.errors import InvalidInput
from guildhall.programs.template_files import load_templates
from tests.competencies.frameworks import own_framework
from tests.world import NOW


def test_five_scales_come_with_the_product_and_each_allows_working_alone():
    assert set(scales_in_files()) == {
        "checklist",
        "entrustment",
        "knows-does",
        "stages",
        "support",
    }
    for scale in scales_in_files().values():
        assert any(level.allows >= Allows.ALONE for level in scale.levels), scale.key
    assert scales_in_files()["entrustment"].codes == ("1", "2a", "2b", "3a", "3b", "3c", "4", "5")


def test_what_is_critical_is_seen_by_two_people_and_lapses_within_a_year():
    for file in frameworks_in_files():
        assert file.source == "Our own writing; adapt it to your house's policy."
        for row in file.spec.competencies:
            steps = [line for line in row.guide.splitlines() if line[:1].isdigit()]
            assert 4 <= len(steps) <= 8, row.key
            for part in ("Before you begin", "Watch for", "Stop and call"):
                assert row.guide.count(f"**{part}:** ") == 1, row.key
            if row.is_critical:
                assert row.people >= 2, row.key
                assert row.valid_days == 365, row.key
            else:
                assert row.valid_days in (1095, None), row.key


def test_every_framework_that_a_template_names_is_there():
    named = {template.framework for template in load_templates().values()} - {""}
    assert named == {file.key for file in frameworks_in_files()}


def test_loading_twice_changes_nothing(db):
    assert load_frameworks(at=NOW) == 3
    assert load_frameworks(at=NOW) == 0
    assert FrameworkVersion.objects.filter(published_at=NOW).count() == 3
    for file in frameworks_in_files():
        version = newest_version(Framework.objects.get(organization=None, key=file.key))
        assert version_spec(version) == file.spec


def test_a_changed_file_makes_a_new_version_and_leaves_the_old_one(db, monkeypatch, tmp_path):
    load_frameworks(at=NOW)
    framework = Framework.objects.get(organization=None, key="ward-nurse")
    before = newest_version(framework)
    spec = version_spec(before)
    text = (DATA / "frameworks" / "ward-nurse.toml").read_text()
    changed = tmp_path / "ward-nurse.toml"
    changed.write_text(text.replace("Blood transfusion", "Giving blood"))
    file = read_framework(changed, scales_in_files())
    monkeypatch.setattr(framework_files, "frameworks_in_files", lambda: (file,))
    monkeypatch.setattr(
        "guildhall.competencies.actions.frameworks.frameworks_in_files", lambda: (file,)
    )
    assert load_frameworks(at=NOW) == 1
    assert newest_version(framework).number == 2
    assert version_spec(before) == spec


def test_a_scale_on_which_people_were_rated_is_not_changed_under_its_key(db):
    load_frameworks(at=NOW)
    Scale.objects.get(key="support").levels.filter(code="3").update(anchor="Otherwise.")
    with pytest.raises(InvalidInput, match="Give a changed scale a new key"):
        load_frameworks(at=NOW)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('scale = "entrustment"', 'scale = "stars"', "There is no scale “stars”"),
        ('target = "4"\nfloor', 'target = "9"\nfloor', "“9” is no level of the scale"),
        ('first = ["iv-medication"]', 'first = ["iv-push"]', "no competency with the key"),
        (
            'key = "iv-medication"\n',
            'key = "iv-medication"\nfirst = ["transfusion"]\n',
            "Cannot overwrite a value",
        ),
        ('key = "peripheral-cannula"\n', 'key = "injections"\n', "stands here a second time"),
        (
            'key = "peripheral-cannula"\n',
            'key = "peripheral-cannula"\nfirst = ["transfusion"]\n',
            "→",
        ),
        ("people = 2\nobservations = 3", "people = 4\nobservations = 3", "Ask for fewer people"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused_by_its_place(tmp_path, old, new, said):
    text = (DATA / "frameworks" / "ward-nurse.toml").read_text()
    assert old in text
    (tmp_path / "ward-nurse.toml").write_text(text.replace(old, new, 1))
    with pytest.raises(InvalidInput, match=said) as refused:
        read_framework(tmp_path / "ward-nurse.toml", scales_in_files())
    assert refused.value.message.startswith("ward-nurse.toml: ")


def test_a_scale_whose_levels_fall_is_refused(tmp_path):
    text = (DATA / "scales" / "support.toml").read_text()
    (tmp_path / "support.toml").write_text(text.replace('"at_hand"', '"watch"'))
    with pytest.raises(InvalidInput, match="stands above “3” and allows less"):
        read_scale(tmp_path / "support.toml")


def test_a_house_uses_its_own_framework_of_that_key_first(world):
    load_frameworks(at=NOW)
    shared = framework_for(world.alder, "ward-nurse")
    assert shared.organization is None
    own = own_framework(world.alder, "Ward nurse")
    assert own.key == "ward-nurse"
    assert framework_for(world.alder, "ward-nurse") == own
    assert framework_for(world.calder, "ward-nurse") == shared
    assert framework_for(world.alder, "") is None
