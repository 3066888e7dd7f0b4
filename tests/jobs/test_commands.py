"""The commands that need a database, run as a person runs them."""

import pytest

from guildhall.audit.actions import seal_events
from guildhall.audit.models import Event
from guildhall.core import clock
from guildhall.directory.models import Invitation, Membership, Organization
from guildhall.flows.models import Import
from guildhall.jobs import check_command, cli, export_command, import_command, setup_command
from guildhall.jobs.schedule import SCHEDULE, tick
from guildhall.work.models import Job
from tests.programs.factories import make_cohort, make_program
from tests.world import NOW

PEOPLE = "first name,last name,e-mail,manager\nPriya,Nair,priya@a.example,\n,,broken,\n"


def test_an_unknown_command_is_named(capsys):
    assert cli.main(["paint"]) == 2
    assert "there is no command “paint”" in capsys.readouterr().err
    assert cli.main([]) == 0
    assert "guildhall COMMAND" in capsys.readouterr().out


@pytest.fixture
def people(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE)
    return path


def run_import(path, *more: str) -> int:
    return import_command.run([str(path), "--organization", "alderbay", *more])


@pytest.mark.django_db(transaction=True)
def test_import_shows_and_saves_nothing_until_told(world, people, tmp_path, capsys):
    before = Membership.objects.count()
    refused = tmp_path / "refused.csv"
    assert run_import(people, "--refused", str(refused)) == 0
    printed = capsys.readouterr()
    assert "1 new, 0 changed, 0 unchanged, 1 refused." in printed.out
    assert "Nothing was saved" in printed.out
    assert "row 3" in printed.err
    assert "broken" in refused.read_text(encoding="utf-8-sig")
    assert Membership.objects.count() == before

    assert run_import(people, "--apply") == 0
    assert Membership.objects.count() == before + 1
    assert run_import(people, "--apply") == 0
    assert "0 new, 0 changed, 1 unchanged, 1 refused." in capsys.readouterr().out
    assert Membership.objects.count() == before + 1


@pytest.mark.django_db(transaction=True)
def test_import_of_guides_enrolls_them(world, people):
    cohort = make_cohort(make_program(world.alder))
    assert run_import(people, "--kind", "guides", "--cohort", str(cohort.pk), "--apply") == 0
    assert cohort.enrollments.get().person.name == "Priya Nair"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["missing.csv", "--organization", "alderbay"], "missing.csv cannot be read"),
        (["{file}", "--organization", "nowhere"], "No organization is called nowhere"),
        (["{file}", "--organization", "alderbay", "--kind", "guides"], "Choose the cohort"),
        (
            ["{file}", "--organization", "alderbay", "--kind", "guides", "--cohort", "99"],
            "There is no cohort number 99",
        ),
    ],
)
def test_import_says_what_is_wrong(world, people, capsys, arguments, words):
    assert import_command.run([a.replace("{file}", str(people)) for a in arguments]) == 2
    assert words in capsys.readouterr().err
    assert not Import.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_import_of_no_spreadsheet_changes_nothing(world, tmp_path, capsys):
    path = tmp_path / "people.xlsx"
    path.write_bytes(b"PK\x03\x04 not really")
    assert run_import(path, "--apply") == 2
    assert capsys.readouterr().err.startswith("guildhall: ")


@pytest.mark.django_db
def test_export_of_people_is_safe_to_open(world, tmp_path):
    world.gwen.given_name = "=cmd()"
    world.gwen.save()
    path = tmp_path / "people.csv"
    assert export_command.run(["people", "--organization", "alderbay", "-o", str(path)]) == 0
    text = path.read_text(encoding="utf-8-sig")
    assert "'=cmd(),Castellan" in text
    assert "Olga" not in text
    assert export_command.run(["pairs", "--organization", "nobody", "-o", str(path)]) == 2


@pytest.mark.django_db
def test_check_finds_a_broken_chain(world, capsys):
    seal_events(at=NOW)
    assert check_command.run([]) == 0
    printed = capsys.readouterr().out
    anchor = printed.partition("Anchor to note outside: ")[2].split()[0]
    assert check_command.run(["--anchor", anchor]) == 0
    Event.objects.filter(position=1).update(subject_id=99)
    assert check_command.run([]) == 1
    assert "Event 1 was altered" in capsys.readouterr().err


@pytest.mark.django_db(transaction=True)
def test_setup_invites_the_first_administrator(capsys, monkeypatch):
    monkeypatch.setattr(setup_command, "prepare", lambda: None)
    arguments = ["--organization", "Hill House", "--administrator", "ana@hill.example"]
    assert setup_command.run(arguments) == 0
    assert Organization.objects.get().slug == "hill-house"
    assert Invitation.objects.get().role == "administrator"
    assert "/invitation/" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        setup_command.run(["--organization", "Hill House"])


@pytest.mark.django_db(transaction=True)
def test_the_scheduler_makes_each_job_once_in_its_slot(world):
    at = clock.now()
    tick(at=at)
    tick(at=at)
    kinds = [entry.kind for entry in SCHEDULE]
    assert sorted(Job.objects.values_list("kind", flat=True)) == sorted(kinds)
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}
