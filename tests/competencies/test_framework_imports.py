"""Frameworks from spreadsheets: both shapes, what is refused and where, and what comes of them."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from guildhall.audit.models import Event
from guildhall.competencies.actions import load_frameworks
from guildhall.competencies.actions.framework_uploads import (
    discard_upload,
    make_draft,
    start_upload,
)
from guildhall.competencies.actions.framework_versions import publish_version
from guildhall.competencies.actions.frameworks import copy_framework
from guildhall.competencies.framework_rows import version_spec
from guildhall.competencies.framework_sheets import SheetsRefused
from guildhall.competencies.models import Framework, FrameworkUpload, FrameworkVersion, Scale
from guildhall.competencies.queries.framework_file import framework_csv
from guildhall.competencies.queries.framework_uploads import read_upload
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from tests.competencies.frameworks import ONE_SHEET, own_framework, upload
from tests.world import NOW

DIRECT = Path(__file__).parent / "direct-framework"
SOURCE = "DIRECT Framework, doi.org/10.5281/zenodo.19485964"
LICENSE = "Creative Commons Attribution 4.0; arranged under headings, levels by their short words"


def direct_files() -> list[tuple[str, bytes]]:
    return [(path.name, path.read_bytes()) for path in sorted(DIRECT.glob("*.csv"))]


def zipped(files: list[tuple[str, bytes]]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files:
            archive.writestr(f"framework/{name}", content)
    return packed.getvalue()


def take_in(world, files, *, by="maren", **others):
    load_frameworks(at=NOW)
    return start_upload(
        organization=world.alder,
        files=files,
        name="DIRECT",
        source=SOURCE,
        license=LICENSE,
        by=world.actor(by),
        at=NOW,
        **others,
    )


@pytest.mark.parametrize("is_packed", [False, True])
def test_a_public_framework_in_several_files_comes_in_whole(world, is_packed):
    files = direct_files()
    given = [("direct.zip", zipped(files))] if is_packed else files
    draft = make_draft(upload=take_in(world, given), by=world.actor("maren"), at=NOW)
    framework = draft.framework
    assert (framework.organization, framework.key) == (world.alder, "direct")
    assert (framework.source, framework.license) == (SOURCE, LICENSE)
    assert (draft.number, draft.published_at) == (1, None)
    assert (draft.domains.count(), draft.competencies.count()) == (20, 164)
    first = draft.domains.first()
    assert first.name == "Information and data technologies: Data engineering"
    pipelines = draft.competencies.get(key="computational-scientific-workflows-data-pipelines")
    assert pipelines.name == "Computational scientific workflows (data pipelines)"
    assert (pipelines.target.code, pipelines.is_critical) == ("3", False)
    levels = draft.scale.levels.values_list("code", "name", "allows")
    assert list(levels) == [
        ("0", "None or N/A", 0),
        ("1", "Awareness", 1),
        ("2", "Working", 2),
        ("3", "Practitioner", 4),
        ("4", "Expert", 5),
    ]
    assert Event.objects.get(kind="framework_imported").subject_id == draft.pk
    assert not FrameworkUpload.objects.exists()


def test_the_same_levels_again_are_the_same_scale(world):
    maren = world.actor("maren")
    first = make_draft(upload=take_in(world, direct_files()), by=maren, at=NOW)
    second = make_draft(upload=take_in(world, direct_files()), by=maren, at=NOW)
    assert second.scale == first.scale
    assert second.framework.key == "direct-2"
    changed = [
        (name, content.replace(b"Practitioner", b"Practised")) for name, content in direct_files()
    ]
    third = make_draft(upload=take_in(world, changed), by=maren, at=NOW)
    assert third.scale != first.scale
    assert Scale.objects.filter(organization=world.alder).count() == 2


def test_one_spreadsheet_comes_in_with_its_numbers(world):
    draft = make_draft(upload=upload(world.alder), by=world.actor("maren"), at=NOW)
    push, transfusion, handover = version_spec(draft).competencies
    assert (push.is_critical, push.observations, push.people, push.valid_days) == (True, 3, 2, 365)
    assert (push.fresh_days, push.last_count, push.floor) == (60, 3, "3a")
    assert transfusion.first == ("iv-push",)
    assert (handover.target, handover.valid_days, handover.domain) == ("3c", None, "team")


def test_a_version_saved_as_a_spreadsheet_comes_back_the_same(world):
    load_frameworks(at=NOW)
    maren = world.actor("maren")
    shared = Framework.objects.get(organization=None, key="ward-nurse")
    own = copy_framework(framework=shared, organization=world.alder, by=maren, at=NOW)
    draft = own.versions.get()
    publish_version(version=draft, note="", by=maren, at=NOW)
    again = read_upload(upload(world.alder, framework_csv(draft), framework=own))
    assert again.changes == ()
    assert again.contents == version_spec(draft)


def test_the_preview_counts_what_is_new_changed_and_gone(world):
    framework = own_framework(world.alder)
    sheet = ONE_SHEET.replace("IV push,yes", "IV push,no").replace(
        "Team,handover,Handover", "Team,discharge,Discharge"
    )
    read = read_upload(upload(world.alder, sheet, framework=framework))
    assert [(one.kind, one.name, one.fields) for one in read.changes] == [
        ("changed", "IV push", ("is_critical", "fresh_days", "last_count")),
        ("new", "Discharge", ()),
        ("gone", "Handover", ()),
    ]


def refused(world, content, *, name="own.csv"):
    load_frameworks(at=NOW)
    with pytest.raises(SheetsRefused) as error:
        take_in(world, [(name, content if isinstance(content, bytes) else content.encode())])
    assert not FrameworkUpload.objects.exists()
    return [str(one) for one in error.value.found]


HEAD = "domain,key,name,critical,target,observations,people,first\n"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("A,a,One,,9z,,,", "own.csv, row 2, column target: “9z” is no level of the scale"),
        ("A,a,One,,,,,b", "own.csv, row 2, column first: There is no competency with the key “b”"),
        ("A,a,One,,,,,\nA,a,Two,,,,,", "own.csv, row 3, column key: The key “a” stands here"),
        ("A,a,One,,,,,b\nA,b,Two,,,,,a", "so that nobody could begin: a → b → a"),
        ("A,a,One,,,,,a", "so that nobody could begin: a → a"),
        ("A,a," + "x" * 161 + ",,,,,", "row 2, column name: The text has 161 characters"),
        ("A,a,,,,,,", "row 2, column name: Give the competency a name"),
        (",a,One,,,,,", "row 2, column domain: Say under which domain it stands"),
        ("A,a,=1+1,,,,,", "row 2, column name: “=1+1” is a formula"),
        ("A,A b,One,,,,,", "row 2, column key: A key has small letters"),
        ("A,a,One,perhaps,,,,", "row 2, column critical: “perhaps” is neither yes nor no"),
        ("A,a,One,,,0,,", "row 2, column observations: “0” is too small"),
        ("A,a,One,,,1,3,", "row 2, column people: 3 people cannot make 1 observations"),
    ],
)
def test_what_is_wrong_is_named_by_file_row_and_column(world, rows, said):
    lines = refused(world, HEAD + rows + "\n")
    assert len(lines) == 1
    assert said in lines[0]


def test_all_problems_come_at_once(world):
    lines = refused(world, HEAD + "A,a,One,,9z,,,\nA,b,,,,,,\n")
    assert [line.split(":")[0] for line in lines] == [
        "own.csv, row 2, column target",
        "own.csv, row 3, column name",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"name,domain\n", "There are headings and no rows"),
        (b"title only\nx\n", "There is no column “domain”"),
        (b"\x89PNG\r\n\x1a\n", "This file is a picture"),
        (b"PK\x03\x04 broken", "The archive is damaged"),
        ("domain,name\nA,Bén\n".encode("utf-16")[:-1], "own.csv"),
    ],
)
def test_a_file_that_is_none_is_refused(world, content, said):
    assert said in refused(world, content)[0]


def test_an_archive_is_looked_into_with_care(world):
    assert "no CSV file" in refused(world, zipped([("a.txt", b"x")]), name="a.zip")[0]
    many = [(f"{n}.csv", b"a,b\n1,2\n") for n in range(30)]
    assert "holds too much" in refused(world, zipped(many), name="a.zip")[0]


def test_several_files_name_the_one_that_is_wrong(world):
    files = dict(direct_files())
    files["skill.csv"] = files["skill.csv"].replace(b",data-engineering,", b",data-baking,", 1)
    files["skill_level.csv"] = files["skill_level.csv"].replace(b",3,", b",4,", 1)
    load_frameworks(at=NOW)
    with pytest.raises(SheetsRefused) as error:
        take_in(world, list(files.items()))
    assert [str(one) for one in error.value.found] == [
        "skill_level.csv, row 3, column level: This number stands here a second time. Give each its"
        " own."
    ]
    files = dict(direct_files()) | {"skill.csv": files["skill.csv"]}
    with pytest.raises(SheetsRefused) as error:
        take_in(world, list(files.items()))
    assert [str(one) for one in error.value.found] == [
        "skill.csv, row 2, column competency: There is no “data-baking” in the file that it leads"
        " to."
    ]


def test_two_files_that_do_not_belong_together_are_refused(world):
    load_frameworks(at=NOW)
    with pytest.raises(SheetsRefused, match="Nothing was taken in"):
        take_in(world, [("a.csv", b"domain,name\nA,B\n"), ("b.csv", b"domain,name\nA,B\n")])


def test_texts_that_look_like_formulas_stay_text_and_leave_guarded(world):
    sheet = 'domain,key,name,guide\n-A,a,One,"=HYPERLINK(""x"")"\n'
    draft = make_draft(upload=upload(world.alder, sheet), by=world.actor("maren"), at=NOW)
    assert draft.competencies.get().guide == '=HYPERLINK("x")'
    line = framework_csv(draft).decode("utf-8-sig").splitlines()[1]
    assert line.startswith("'-A,a,One,")
    assert line.endswith('"\'=HYPERLINK(""x"")"')


def test_only_staff_of_the_house_take_in_and_decide(world):
    load_frameworks(at=NOW)
    for name, error in (("vera", NotAllowed), ("noor", NotAllowed), ("olga", NotVisible)):
        with pytest.raises(error):
            upload(world.alder, by=world.actor(name))
    waiting = upload(world.alder)
    for name in ("vera", "noor", "olga"):
        with pytest.raises(NotVisible):
            make_draft(upload=waiting, by=world.actor(name), at=NOW)
        with pytest.raises(NotVisible):
            discard_upload(upload=waiting, by=world.actor(name))
    assert not FrameworkVersion.objects.filter(framework__organization=world.alder).exists()


def test_an_upload_is_decided_on_once_and_old_ones_go(world):
    maren = world.actor("maren")
    waiting = upload(world.alder)
    make_draft(upload=waiting, by=maren, at=NOW)
    with pytest.raises(NotVisible):
        make_draft(upload=waiting, by=maren, at=NOW)
    old = upload(world.alder, name="Old")
    FrameworkUpload.objects.filter(pk=old.pk).update(made_at=NOW - timedelta(days=15))
    upload(world.alder, name="New")
    assert list(FrameworkUpload.objects.values_list("name", flat=True)) == ["New"]


def test_there_is_one_draft_at_a_time(world):
    framework = own_framework(world.alder)
    maren = world.actor("maren")
    second = upload(world.alder, ONE_SHEET + "Team,x,X,no,4,1,1,0,,\n", framework=framework)
    third = upload(world.alder, framework=framework)
    make_draft(upload=second, by=maren, at=NOW)
    with pytest.raises(WrongState, match="Version 2 is being drafted"):
        make_draft(upload=third, by=maren, at=NOW)
    with pytest.raises(WrongState, match="Version 2 is being drafted"):
        upload(world.alder, framework=framework)


def test_a_framework_needs_a_source(world):
    load_frameworks(at=NOW)
    with pytest.raises(InvalidInput) as error:
        start_upload(
            organization=world.alder,
            files=[("own.csv", ONE_SHEET.encode())],
            name="",
            source=" ",
            by=world.actor("maren"),
            at=NOW,
        )
    assert set(error.value.problems) == {"name", "source"}
