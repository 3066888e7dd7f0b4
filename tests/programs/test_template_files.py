"""Program templates and rubrics: what ships is whole, and a wrong file is told where and why."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from guildhall.engine.matching.load_criteria import load_criteria
from guildhall.programs.criteria import counts_wishes
from guildhall.programs.program_template import Duration
from guildhall.programs.template_files import (
    DATA,
    TemplateFileError,
    load_rubric,
    load_template,
    load_templates,
)

DOCS = Path(__file__).parents[2] / "docs/reference"
ICONS = Path(__file__).parents[2] / "src/guildhall/web/static/icons.txt"
SHIPPED = {
    "coaching": ("formal_mentoring", "coaching"),
    "company-onboarding": ("preceptorship", "project"),
    "flash-mentoring": ("informal_mentoring", "flash"),
    "formal-mentoring-12": ("formal_mentoring", "one_to_one"),
    "formal-mentoring-6": ("formal_mentoring", "one_to_one"),
    "informal-mentoring": ("informal_mentoring", "one_to_one"),
    "internship": ("internship", "placement"),
    "mentoring-circle": ("circle", "circle"),
    "nurse-preceptorship-core": ("preceptorship", "one_to_one"),
    "nurse-preceptorship-gold": ("preceptorship", "one_to_one"),
    "nurse-preceptorship-roster": ("preceptorship", "one_to_one"),
    "peer-mentoring": ("formal_mentoring", "peer"),
    "reverse-mentoring": ("formal_mentoring", "reverse"),
    "sponsorship": ("formal_mentoring", "sponsorship"),
    "student-placement": ("preceptorship", "placement"),
    "surgical-preceptorship": ("preceptorship", "procedures"),
}
Write = Callable[..., Path]


@pytest.fixture
def own_folder(tmp_path: Path) -> Write:
    """Writes a changed copy of a shipped file into a folder of one's own."""

    def write(
        shipped: str, changes: dict[str, str] | None = None, *, part: str = "templates"
    ) -> Path:
        text = (DATA / part / f"{shipped}.toml").read_text(encoding="utf-8")
        for old, new in {f'key = "{shipped}"': 'key = "ours"', **(changes or {})}.items():
            assert old in text, f"{old} is not in {shipped}.toml"
            text = text.replace(old, new, 1)
        (tmp_path / part).mkdir(exist_ok=True)
        (tmp_path / part / "ours.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def problems_of(folder: Path) -> dict[str, str]:
    with pytest.raises(TemplateFileError) as caught:
        load_templates(folder)
    return caught.value.problems


def test_every_kind_of_program_ships() -> None:
    shipped = {key: (template.kind, template.form) for key, template in load_templates().items()}
    assert shipped == SHIPPED


@pytest.mark.parametrize("key", sorted(SHIPPED))
class TestEachShippedTemplate:
    def test_asks_a_baseline(self, key: str) -> None:
        assert load_template(key).baseline_for("learner")

    def test_uses_an_icon_of_the_sprite(self, key: str) -> None:
        assert load_template(key).icon in ICONS.read_text(encoding="utf-8").split()

    def test_first_steps_fall_in_the_first_two_months(self, key: str) -> None:
        assert all(step.by_day <= 60 for step in load_template(key).first_steps)

    def test_criteria_are_the_engines_and_weigh_100_points(self, key: str) -> None:
        criteria = load_criteria(load_template(key).match, source=key)
        assert criteria.maximum == 100
        assert criteria.nouns.guide == load_template(key).words.guide

    def test_criteria_speak_of_facts_that_the_reference_names(self, key: str) -> None:
        reference = (DOCS / "program-templates.md").read_text(encoding="utf-8")
        for name, field in load_template(key).match["fields"].items():
            for source in {field.get("guide"), field.get("learner")} - {None} or {name}:
                assert source.startswith("answer:") or f"`{source}`" in reference

    def test_gives_points_for_the_wishes_that_it_asks_for(self, key: str) -> None:
        template = load_template(key)
        for side in ("guide", "learner"):
            asked = template.wishes.is_asked_of(side)
            assert not asked or counts_wishes(template.match, side)

    def test_never_pairs_people_who_asked_not_to_be(self, key: str) -> None:
        criteria = load_criteria(load_template(key).match, source=key)
        never = [rule for rule in criteria.rules if rule.id == "never_with"]
        assert [(rule.kind, rule.guide_field, rule.learner_field) for rule in never] == [
            ("not_in", "never_with", "never_with")
        ]
        assert criteria.fields["never_with"].readable_by == "nobody"

    def test_planned_phases_end_with_the_program(self, key: str) -> None:
        template = load_template(key)
        last = template.phases[-1]
        end = template.duration.last_day(date(2026, 1, 1))
        if last.to_day is not None and end is not None:
            assert abs((end - date(2026, 1, 1)).days + 1 - last.to_day) <= 2


def test_the_reference_names_every_template_and_rubric() -> None:
    reference = (DOCS / "program-templates.md").read_text(encoding="utf-8")
    rubrics = {path.stem for path in (DATA / "rubrics").glob("*.toml")}
    missing = [
        key for key in sorted(SHIPPED | dict.fromkeys(rubrics)) if f"`{key}`" not in reference
    ]
    assert missing == []


def test_only_preceptorship_assesses_and_opens_at_publication() -> None:
    for template in load_templates().values():
        is_preceptorship = template.kind == "preceptorship"
        assert template.is_evaluative is is_preceptorship
        assert (template.opens == "at_publication") is is_preceptorship
        assert (template.acceptance_days is None) is is_preceptorship


def test_mentoring_keeps_managers_apart_from_their_people() -> None:
    for template in load_templates().values():
        if template.kind.endswith("mentoring") or template.kind == "circle":
            fields = {rule.get("field") for rule in template.match["rules"]}
            assert {"manager_ids", "reports_to_ids"} <= fields, template.key


def test_informal_mentoring_asks_nothing_and_renews_each_year() -> None:
    informal = load_template("informal-mentoring")
    assert informal.questions == ()
    assert informal.guide_screening is None
    assert not any(item.is_required for item in informal.baseline)
    assert informal.duration.last_day(date(2026, 3, 1)) is None
    assert informal.duration.next_renewal(date(2026, 3, 1)) == date(2027, 3, 1)
    assert informal.phases[-1].to_day is None


def test_standards_of_nurse_preceptorship_are_in_the_numbers() -> None:
    core = load_template("nurse-preceptorship-core")
    gold = load_template("nurse-preceptorship-gold")
    assert (core.duration.length, core.cadence.minimum_meetings) == (6, 3)
    assert (gold.duration.length, gold.cadence.minimum_meetings) == (12, 7)
    assert gold.cadence.every_days <= 62
    assert core.capacity.most_learners_per_guide == gold.capacity.most_learners_per_guide == 2
    assert core.guide_screening is not None
    assert (core.guide_screening.rubric, core.guide_screening.is_required) == ("preceptor", True)


def test_questions_reach_the_side_that_they_ask() -> None:
    template = load_template("formal-mentoring-6")
    guide = {question.key for question in template.questions_for("guide")}
    learner = {question.key for question in template.questions_for("learner")}
    assert {"skills_offered", "capacity"} <= guide - learner
    assert {"skills_wanted", "hopes"} <= learner - guide
    assert {"availability", "never_with", "values"} <= guide & learner


@pytest.mark.parametrize(
    ("duration", "start", "last"),
    [
        (Duration("months", "date", length=6), date(2026, 1, 15), date(2026, 7, 14)),
        (Duration("months", "date", length=6), date(2026, 8, 31), date(2027, 2, 27)),
        (Duration("weeks", "project", length=10), date(2026, 1, 5), date(2026, 3, 15)),
        (Duration("years", "date", length=20), date(2024, 2, 29), date(2044, 2, 28)),
    ],
)
def test_last_day(duration: Duration, start: date, last: date) -> None:
    assert duration.last_day(start) == last


def test_changing_criteria_leaves_the_template_as_it_was() -> None:
    template = load_template("coaching")
    template.match["rules"].clear()
    assert template.match["rules"]


class TestOwnFolder:
    def test_adds_templates_beside_those_that_ship(self, own_folder: Write) -> None:
        folder = own_folder("coaching", {'name = "Coaching"': 'name = "Coaching for leads"'})
        assert load_templates(folder)["ours"].name == "Coaching for leads"
        assert load_template("ours", folder).form == "coaching"
        assert set(load_templates(folder)) == {*SHIPPED, "ours"}
        assert set(load_templates()) == set(SHIPPED)

    def test_brings_rubrics_of_its_own(self, own_folder: Write) -> None:
        own_folder("mentor", part="rubrics")
        folder = own_folder("coaching", {'rubric = "mentor"': 'rubric = "ours"'})
        screening = load_template("ours", folder).guide_screening
        assert screening is not None
        assert load_rubric(screening.rubric, folder).highest_total == 15

    def test_a_taken_key_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "templates").mkdir()
        text = (DATA / "templates/coaching.toml").read_text(encoding="utf-8")
        (tmp_path / "templates/coaching.toml").write_text(text, encoding="utf-8")
        assert problems_of(tmp_path) == {
            "coaching.toml: key": "“coaching” is taken; choose another."
        }

    def test_an_unknown_key_lists_what_there_is(self) -> None:
        with pytest.raises(TemplateFileError, match="Choose from: coaching, company-onboarding, "):
            load_template("juggling")
        with pytest.raises(TemplateFileError, match="Choose from: host, learner-fit, mentor, "):
            load_rubric("juggling")


@pytest.mark.parametrize(
    ("changes", "place", "sentence"),
    [
        ({'key = "ours"': 'key = "theirs"'}, "key", "“ours”, not “theirs”"),
        ({'kind = "formal_mentoring"': 'kind = "formal"'}, "kind", "'formal' is not one of"),
        ({"evaluative = false": "evaluative = true"}, "evaluative", "must be false here"),
        ({"acceptance_days = 14\n": ""}, "file", "Add acceptance_days."),
        ({"minutes = 60": "minutes = 60\ncolor = 3"}, "cadence", "Remove color"),
        ({"length = 14": 'length = "14"'}, "duration.length", "'14' is not of type 'integer'"),
        ({"length = 14\n": ""}, "duration", "Add length."),
        ({"from_share = 0.15": "from_share = 0.2"}, "phases[1].from_share", "must be 0.15"),
        ({"to_share = 1.0": "to_share = 0.9"}, "phases[2].to_share", "must end at 1"),
        ({'rubric = "mentor"': 'rubric = "x"'}, "screening.guide.rubric", "There is no rubric “x”"),
        ({'rubric = "mentor"': 'rubric = "learner-fit"'}, "screening.guide.rubric", "judges the"),
        ({'type = "skills"': 'type = "juggling"'}, "questions[0].type", "'juggling' is not one of"),
        ({'type = "skills"': 'type = "number"'}, "questions[0].type", "must have the type skills"),
        ({'key = "skills_offered"': 'key = "qualification"'}, "questions", "used twice"),
        (
            {"learners_per_guide = 2": "learners_per_guide = 9"},
            "capacity.learners_per_guide",
            "abo",
        ),
        ({'1 = "We see where it goes", ': ""}, "questions[4].anchors", "Name 1 and 5"),
        (
            {'key = "structure"': 'key = "style"'},
            "match.fields.answer_structure.guide",
            "No question “structure” is asked of the guide.",
        ),
        ({'kind = "room"': 'kind = "rooms"'}, "match", "it can be 'skills'"),
    ],
)
def test_a_mistake_is_named_with_its_place(
    own_folder: Write, changes: dict[str, str], place: str, sentence: str
) -> None:
    first = {'key = "coaching"': 'key = "ours"'}
    folder = own_folder("coaching", first if 'key = "ours"' in changes else {})
    path = folder / "templates/ours.toml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    found = problems_of(folder)
    assert sentence in found[f"ours.toml: {place}"], found


def test_all_problems_of_all_files_come_at_once(own_folder: Write) -> None:
    folder = own_folder("coaching", {'intake = "evergreen"': 'intake = "often"'})
    (folder / "templates/broken.toml").write_text("key = ", encoding="utf-8")
    (folder / "templates/latin.toml").write_bytes('name = "Prot\u00e9g\u00e9"'.encode("latin-1"))
    found = problems_of(folder)
    assert set(found) == {"broken.toml: file", "latin.toml: file", "ours.toml: intake"}
    assert found["latin.toml: file"] == "It is not UTF-8; save it as UTF-8."
    assert "not valid TOML" in found["broken.toml: file"]


class TestRubrics:
    def test_the_preceptor_rubric_is_the_published_one(self) -> None:
        rubric = load_rubric("preceptor")
        assert [gate.code for gate in rubric.gates] == ["G1", "G2", "G3", "G4", "G5", "G6"]
        assert (len(rubric.items), rubric.highest_total) == (10, 30)
        assert (rubric.raters, rubric.tolerance) == (2, 3)
        assert [(band.decision, band.lowest, band.highest) for band in rubric.bands] == [
            ("accept", 21, 30),
            ("conditional", 15, 20),
            ("decline", 0, 14),
        ]

    def test_mentors_need_no_license(self) -> None:
        rubric = load_rubric("mentor")
        assert [item.key for item in rubric.items] == [
            "listening",
            "empathy",
            "motivation",
            "reliability",
            "referees",
        ]
        assert [gate.only_when_asked for gate in rubric.gates] == [False, True]

    @pytest.mark.parametrize(
        ("totals", "decision"),
        [
            ((21, 21), "accept"),
            ((20, 21), "conditional"),
            ((15, 15), "conditional"),
            ((14, 15), "decline"),
        ],
    )
    def test_totals_lead_to_their_band(self, totals: tuple[int, ...], decision: str) -> None:
        band = load_rubric("preceptor").verdict([rating(total) for total in totals]).band
        assert band is not None
        assert band.decision == decision

    def test_a_zero_keeps_from_being_accepted(self) -> None:
        high = dict.fromkeys(rating(30), 3)
        verdict = load_rubric("preceptor").verdict([high, {**high, "inclusion": 0}])
        assert verdict.total == 28.5
        assert verdict.band is not None
        assert verdict.band.decision == "conditional"

    def test_raters_who_differ_by_more_than_three_ask_a_third(self) -> None:
        rubric = load_rubric("preceptor")
        assert rubric.verdict([]).raters_wanted == 2
        assert rubric.verdict([rating(22)]).raters_wanted == 1
        assert rubric.verdict([rating(22), rating(19)]).raters_wanted == 0
        apart = rubric.verdict([rating(24), rating(20)])
        assert (apart.raters_wanted, apart.band, apart.total) == (1, None, None)
        settled = rubric.verdict([rating(24), rating(20), rating(21)])
        assert (settled.total, settled.raters_wanted) == (21, 0)

    @pytest.mark.parametrize(
        ("scores", "message"),
        [
            ({"fit": 3}, "No score yet for: motivation."),
            ({"fit": 3, "motivation": 4}, "motivation: 4 is not a score"),
            ({"fit": 3, "motivation": 1, "looks": 2}, "has no item named looks"),
        ],
    )
    def test_half_ratings_are_refused(self, scores: dict[str, int], message: str) -> None:
        with pytest.raises(ValueError, match=message):
            load_rubric("learner-fit").verdict([scores])

    @pytest.mark.parametrize(
        ("changes", "place"),
        [
            ({"to = 9": "to = 8"}, "bands[1].to"),
            ({"from = 0": "from = 1"}, "bands[2].from"),
            ({'key = "empathy"': 'key = "listening"'}, "items[1].key"),
            ({"tolerance = 2\n": ""}, "raters"),
            ({'anchors.3 = "Several': 'anchors.4 = "Several'}, "items[4].anchors"),
        ],
    )
    def test_a_mistake_is_named_with_its_place(
        self, own_folder: Write, changes: dict[str, str], place: str
    ) -> None:
        assert f"ours.toml: {place}" in problems_of(own_folder("mentor", changes, part="rubrics"))


def rating(total: int) -> dict[str, int]:
    """Preceptor scores without a 0 that add up to `total` (10 to 30)."""
    keys = [item.key for item in load_rubric("preceptor").items]
    extra = total - len(keys)
    return {key: 1 + min(2, max(0, extra - 2 * n)) for n, key in enumerate(keys)}


def test_only_programs_in_which_people_choose_ask_for_wishes() -> None:
    asking = {key for key, template in load_templates().items() if template.wishes.learner}
    assert {"formal-mentoring-6", "informal-mentoring", "mentoring-circle"} <= asking
    assert not asking & {key for key in SHIPPED if SHIPPED[key][0] == "preceptorship"}


def test_wishes_without_points_are_refused(own_folder: Write) -> None:
    folder = own_folder("formal-mentoring-6", {"[wishes]\nlearner": "[wishes]\nguide"})
    assert problems_of(folder) == {
        "ours.toml: wishes.guide": "Add a preference of kind ranked with the wishes of the guide,"
        " or nothing comes of them."
    }
