"""`guildhall match`: the published sample, files in and out, and what is refused."""

import csv
import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from guildhall.jobs.match_command import run

SAMPLE = Path(__file__).resolve().parents[2] / "examples" / "civil-service"
RULES = SAMPLE / "rules.toml"
GRADES = ["AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4"]


def rows(path):
    return list(csv.DictReader(io.StringIO(Path(path).read_text(encoding="utf-8-sig"))))


def published_scores(size):
    """The published rules, written down a second time without the engine."""
    mentors = rows(SAMPLE / size / "mentors.csv")
    mentees = rows(SAMPLE / size / "mentees.csv")
    score = np.full((len(mentees), len(mentors)), np.nan)
    for i, mentee in enumerate(mentees):
        wish = mentee["identity to match"].strip()
        asks = mentee["match with similar identity"] == "yes" and wish
        for j, mentor in enumerate(mentors):
            gap = GRADES.index(mentor["grade"]) - GRADES.index(mentee["grade"])
            if mentor["organisation"] == mentee["organisation"] or gap not in (1, 2):
                continue
            score[i, j] = {2: 12, 1: 9}[gap]
            score[i, j] += 10 * (mentor["profession"] == mentee["profession"])
            shared = wish in [one.strip() for one in mentor["characteristics"].split(",")]
            score[i, j] += 6 * bool(asks and shared)
    return score


def lexicographic(score, *, at_least=0):
    """Most pairs, then the total, over pairs of at least this score: (pairs, total)."""
    usable = np.nan_to_num(score, nan=-1) >= at_least
    weight = np.where(usable, 100_000 + np.nan_to_num(score), 0)
    row, column = linear_sum_assignment(weight, maximize=True)
    made = usable[row, column]
    return int(made.sum()), int(score[row, column][made].sum())


@pytest.mark.parametrize("size", ["small", "large"])
def test_the_published_sample_equals_an_independent_computation(size, tmp_path, capsys):
    score = published_scores(size)
    most, _ = lexicographic(score)
    worst = max(
        t for t in np.unique(score[~np.isnan(score)]) if lexicographic(score, at_least=t)[0] == most
    )
    expected = lexicographic(score, at_least=worst)

    pairs = tmp_path / "pairs.csv"
    files = [str(SAMPLE / size / "mentors.csv"), str(SAMPLE / size / "mentees.csv")]
    assert run([*files, "--rules", str(RULES), "-o", str(pairs)]) == 0

    made = rows(pairs)
    assert (len(made), sum(int(row["score"]) for row in made)) == expected
    assert min(int(row["score"]) for row in made) == worst
    out = capsys.readouterr().out
    assert "Proven: gap 0." in out
    assert f"{expected[0]} of {len(score)} mentees have a mentor." in out
    assert len(rows(tmp_path / "pairs-unmatched.csv")) == len(score) - expected[0]


def test_best_total_equals_an_independent_computation(tmp_path):
    score = published_scores("large")
    weight = np.nan_to_num(score)
    row, column = linear_sum_assignment(weight, maximize=True)
    pairs = tmp_path / "pairs.csv"
    files = [str(SAMPLE / "large" / "mentors.csv"), str(SAMPLE / "large" / "mentees.csv")]
    assert run([*files, "--rules", str(RULES), "--objective", "best", "-o", str(pairs)]) == 0
    assert sum(int(one["score"]) for one in rows(pairs)) == int(weight[row, column].sum())


def test_it_needs_neither_django_nor_a_database():
    code = "import sys, guildhall.jobs.match_command; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


SMALL_RULES = """
[words]
guide = "mentor"
guides = "mentors"
learner = "mentee"
learners = "mentees"
[guides]
id = "id"
name = "name"
capacity = "places"
[learners]
id = "id"
name = "name"
[fields.level]
label = "Level"
kind = "ordinal"
order = ["Junior", "Senior"]
guide = "level"
learner = "level"
[fields.secret]
label = "Wish"
kind = "text"
readable_by = "coordinator"
guide = "wish"
learner = "wish"
[[rules]]
id = "level"
label = "Not below"
kind = "gap"
field = "level"
minimum = 0
[[preferences]]
id = "wish"
label = "Same wish"
kind = "same"
field = "secret"
weight = 4.5
"""
MENTORS = "id,name,places,level,wish\nm1,Ana,2,Senior,calm\nm2,Bo,0,Senior,calm\n"
MENTEES = "id,name,level,wish\nl1,Cy,Junior,calm\nl2,Di,Senior,\n"


@pytest.fixture
def desk(tmp_path):
    """A folder with a good set of files, and a way to run the command in it."""

    class Desk:
        folder = tmp_path
        pairs, report = tmp_path / "pairs.csv", tmp_path / "report.html"

        def write(self, name, text):
            content = text if isinstance(text, bytes) else text.encode()
            (tmp_path / name).write_bytes(content)

        def run(self, *more):
            files = [str(tmp_path / name) for name in ("mentors.csv", "mentees.csv")]
            rules = ["--rules", str(tmp_path / "rules.toml")]
            return run([*files, *rules, *(str(one) for one in more)])

        def written(self):
            inputs = {"mentors.csv", "mentees.csv", "rules.toml"}
            return sorted(one.name for one in tmp_path.iterdir() if one.name not in inputs)

    found = Desk()
    found.write("mentors.csv", MENTORS)
    found.write("mentees.csv", MENTEES)
    found.write("rules.toml", SMALL_RULES)
    return found


def test_pairs_and_the_others_are_written(desk):
    assert desk.run("-o", desk.pairs, "--minimum", "1") == 0
    assert rows(desk.pairs) == [
        {
            "mentee id": "l1",
            "mentee name": "Cy",
            "mentor id": "m1",
            "mentor name": "Ana",
            "score": "4.5",
            "of": "4.5",
            "reasons": "",
            "for the coordinator only": "Same wish 4.5 of 4.5 (Both: calm)",
        }
    ]
    assert rows(desk.folder / "pairs-unmatched.csv") == [
        {
            "mentee id": "l2",
            "mentee name": "Di",
            "mentors missing": "1",
            "why": "The best fit has 0 points; the minimum is 1",
        }
    ]
    assert desk.written() == ["pairs-unmatched.csv", "pairs.csv"]


def test_a_second_run_writes_the_same_bytes(desk):
    desk.run("-o", desk.pairs, "--report", desk.report)
    first = desk.pairs.read_bytes(), desk.report.read_bytes()
    desk.run("-o", desk.pairs, "--report", desk.report)
    assert (desk.pairs.read_bytes(), desk.report.read_bytes()) == first


def test_without_an_output_it_prints_a_summary(desk, capsys):
    assert desk.run() == 0
    out = capsys.readouterr().out
    assert "2 of 2 mentees have a mentor." in out
    assert "Pairs, weakest first:" in out
    assert "Di and Ana: no points" in out
    assert desk.written() == []


def test_names_cannot_become_formulas(desk):
    desk.write("mentees.csv", "id,name,level,wish\nl1,@SUM(A1),Junior,calm\nl2,+cmd,Senior,\n")
    assert desk.run("-o", desk.pairs) == 0
    names = [one["mentee name"] for one in rows(desk.pairs)]
    assert names == ["'@SUM(A1)", "'+cmd"]


def test_the_report_is_one_safe_page(desk):
    desk.write("mentees.csv", "id,name,level,wish\nl1,<script>x</script>,Junior,calm\n")
    assert desk.run("--report", desk.report) == 0
    page = desk.report.read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;x" in page
    assert not re.search(r"(?:src|href)=[\"'](?!#)|url\(|@import", page)
    assert "prefers-color-scheme: dark" in page
    assert "Proven best: gap 0" in page
    assert "participants must not read “Same wish”" in page


@pytest.mark.parametrize("places", ["-1", "many", "2.5", "1e3", "=1+1"])
def test_bad_places_name_file_row_and_column(desk, capsys, places):
    desk.write("mentors.csv", MENTORS.replace("Ana,2,", f"Ana,{places},"))
    assert desk.run("-o", desk.pairs) == 2
    error = capsys.readouterr().err
    assert "mentors.csv, row 2, column places: " in error
    assert places in error
    assert desk.written() == []


def test_all_problems_come_at_once(desk, capsys):
    desk.write("mentors.csv", "id,name,places,level,wish\nm1,A,x,Senor,\nm1,B,1,Senior,\n,C,1,,\n")
    desk.write("mentees.csv", "id,name,levle,wish\nl1,Cy,Junior,\n")
    assert desk.run("-o", desk.pairs) == 2
    error = capsys.readouterr().err
    assert "mentors.csv, row 2, column places" in error
    assert "mentors.csv, row 2, column level: “Senor” is not one of Junior, Senior" in error
    assert "(did you mean 'Senior'?)" in error
    assert "mentors.csv, row 3, column id: the id “m1” is used twice: row 2 has it" in error
    assert "mentors.csv, row 4, column id: the cell is empty" in error
    assert "mentees.csv, row 1: there is no column “level” (did you mean 'levle'?)" in error
    assert desk.written() == []


def test_many_problems_are_cut_short(desk, capsys):
    lines = [f"m{n},A,many,Senior," for n in range(100)]
    desk.write("mentors.csv", "id,name,places,level,wish\n" + "\n".join(lines) + "\n")
    assert desk.run() == 2
    assert "… and 70 more" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("mentors.csv", b"", "mentors.csv"),
        ("mentors.csv", b"id,name,places,level,wish\n", "row 1: There are headings and no rows"),
        ("mentees.csv", b"PK\x03\x04 not a workbook", "mentees.csv"),
        ("mentees.csv", b"\x00\x01\x02\x03" * 40, "mentees.csv"),
        ("rules.toml", b"[fields", "not readable as TOML"),
        ("rules.toml", b"\xff\xfe\x00", "UTF-8"),
        ("rules.toml", b"[fields.a]\nkind = 'text'\n", "fields → a needs 'label'"),
        ("rules.toml", b"[fields]\n", "needs a table [guides]"),
    ],
)
def test_files_that_cannot_be_used(desk, capsys, name, content, words):
    desk.write(name, content)
    assert desk.run("-o", desk.pairs) == 2
    assert words in capsys.readouterr().err
    assert desk.written() == []


def test_a_field_without_a_column_is_named(desk, capsys):
    desk.write("rules.toml", SMALL_RULES.replace('guide = "wish"\n', ""))
    assert desk.run() == 2
    assert '[fields.secret] needs guide = "…"' in capsys.readouterr().err


def test_missing_files_are_named(desk, capsys):
    (desk.folder / "mentors.csv").unlink()
    assert desk.run() == 2
    assert "mentors.csv" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "target", "words"),
    [
        ("-o", "folder.csv", "this is a folder"),
        ("-o", "none/pairs.csv", "does not exist"),
        ("-o", "mentors.csv", "would overwrite an input"),
        ("-o", "pairs.xlsx", "must end in .csv"),
        ("--report", "report.txt", "must end in .html"),
    ],
)
def test_outputs_that_cannot_be_written(desk, capsys, option, target, words):
    (desk.folder / "folder.csv").mkdir()
    before = (desk.folder / "mentors.csv").read_bytes()
    assert desk.run(option, desk.folder / target) == 2
    assert words in capsys.readouterr().err
    assert desk.written() == ["folder.csv"]
    assert (desk.folder / "mentors.csv").read_bytes() == before


def test_nothing_is_half_written(desk, capsys):
    """The second file cannot take its place, so no temporary file may stay."""
    (desk.folder / "pairs-unmatched.csv").mkdir()
    assert desk.run("-o", desk.pairs) == 2
    assert desk.written() == ["pairs-unmatched.csv"]


def test_workbooks_and_hours_and_lists_are_read(desk):
    rules = SMALL_RULES + (
        '[fields.free]\nlabel = "Free"\nkind = "hours"\nguide = "free"\nlearner = "free"\n'
        '[[preferences]]\nid = "free"\nlabel = "Free"\nkind = "hours"\nfield = "free"\n'
        "target = 120\nweight = 8\n"
    )
    desk.write("rules.toml", rules)
    desk.write(
        "mentors.csv", "id,name,places,level,wish,free\nm1,A,1,Senior,,Tue 16-18; Fri 9-10\n"
    )
    desk.write("mentees.csv", "id,name,level,wish,free\nl1,B,Senior,,Tuesday 17:00-19:30\n")
    assert desk.run("-o", desk.pairs) == 0
    assert rows(desk.pairs)[0]["reasons"] == "Free 4 of 8 (1 hour a week in common)"
    desk.write("mentees.csv", "id,name,level,wish,free\nl1,B,Senior,,Tue 19-17\n")
    assert desk.run() == 2


def test_the_samples_are_copied_unchanged(tmp_path):
    shared = SAMPLE.parents[1].parent / "shared" / "data" / "mentor-match"
    if not shared.exists():
        pytest.skip("the shared data is not beside this checkout")
    for size in ("small", "large"):
        for name in ("mentors.csv", "mentees.csv"):
            copied = shutil.copy(SAMPLE / size / name, tmp_path / name)
            assert Path(copied).read_bytes() == (shared / size / name).read_bytes()
