"""The matching studio: what a coordinator changes, and takes back."""

import pytest

from guildhall.matching.actions.rounds import copy_round
from guildhall.matching.models import MatchRound
from guildhall.permissions.actor import SYSTEM
from guildhall.web.studio.criteria_text import as_json, as_toml, read_criteria
from tests.matching.factories import (
    pairs_of,
    solved,
    started,
)
from tests.matching.hall import Hall, make_hall
from tests.web.studio_pages import address, ids, rules_form, studio, text, then
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("held_clock")


@pytest.fixture
def hall(world) -> Hall:
    return make_hall(world)


@pytest.fixture
def draft(hall) -> MatchRound:
    return solved(started(hall.cohort))


@pytest.fixture
def maren(sign_in):
    return sign_in("maren")


def test_rules_weights_aim_and_minimum_are_changed_and_taken_back(draft, maren):
    form = rules_form(draft, objective="best", minimum_score="22", weight_skills="30")
    del form["rule_other_team"]
    assert maren.post(address(draft, "rules"), form).status_code == 303
    draft.refresh_from_db()
    assert (draft.objective, draft.minimum_score, draft.state) == ("best", 22, "solving")
    assert draft.criteria["rules"][0]["enabled"] is False
    assert draft.criteria["preferences"][0]["weight"] == 30
    solved(draft)
    assert "Undo" in text(maren.get(studio(draft)))
    maren.post(address(draft, "last-change"))
    draft.refresh_from_db()
    assert (draft.objective, draft.minimum_score) == ("fair", None)
    assert draft.criteria["rules"][0].get("enabled", True) is True
    assert draft.criteria["preferences"][0]["weight"] == 20


def test_only_who_changed_a_draft_last_takes_it_back(draft, maren, sign_in):
    maren.post(address(draft, "rules"), rules_form(draft, weight_skills="30"))
    sign_in("ada").post(address(draft, "rules"), rules_form(draft, weight_skills="40"))
    assert "Nothing to take back" in then(maren, maren.post(address(draft, "last-change")))
    draft.refresh_from_db()
    assert draft.criteria["preferences"][0]["weight"] == 40


def test_a_minimum_says_what_it_costs(draft, maren):
    maren.post(address(draft, "rules"), rules_form(draft, minimum_score="22"))
    solved(draft)
    page = text(maren.get(studio(draft)))
    assert "It costs 1 a match: 1 have one, 2 would without it." in page
    assert "1 without a mentor" in page


def test_a_locked_rule_stays_on(draft, maren):
    form = rules_form(draft)
    del form["rule_never"]
    maren.post(address(draft, "rules"), form)
    draft.refresh_from_db()
    assert draft.criteria["rules"][1].get("enabled", True) is True
    assert "This rule guards people and stays on." in then(
        maren, maren.post(f"/rounds/{draft.pk}/rules/never/removal/")
    )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"minimum_score": "many"}, "Give points as a number, or leave it empty."),
        ({"minimum_score": "-4"}, "Give points from 0 up, or leave it empty."),
        ({"weight_skills": "x"}, "Give a number."),
        ({"weight_skills": "-1"}, "Give points from 0 to 10000."),
        ({"objective": "cheap"}, "Choose fair, best total or stable."),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_changes(draft, maren, changed, words):
    response = maren.post(address(draft, "rules"), rules_form(draft, **changed))
    assert response.status_code == 422
    assert words in text(response)
    draft.refresh_from_db()
    assert draft.revision == draft.solved_revision


def test_a_change_can_be_tried_in_a_copy(draft, maren):
    form = rules_form(draft, weight_skills="30", as_copy="yes")
    response = maren.post(address(draft, "rules"), form)
    assert response["Location"] == studio(draft, "?draft=B&against=A")
    draft.refresh_from_db()
    assert draft.criteria["preferences"][0]["weight"] == 20
    copy = MatchRound.objects.get(letter="B")
    assert copy.criteria["preferences"][0]["weight"] == 30
    htmx = maren.post(address(draft, "rules"), form, headers={"HX-Request": "true"})
    assert htmx["HX-Redirect"] == studio(draft, "?draft=C&against=A")


def test_pin_forbid_and_clear_solve_again_and_can_be_taken_back(draft, hall, maren):
    pair = ids(hall.noor, hall.omar)
    maren.post(address(draft, "words"), {**pair, "say": "pin"})
    assert ("Noor", "Omar") in pairs_of(solved(draft))
    page = text(maren.get(studio(draft, f"?pair={hall.noor.pk}-{hall.omar.pk}")))
    assert "Pinned: solving again keeps this pair." in page
    maren.post(address(draft, "words"), {**pair, "say": "forbid"})
    assert ("Noor", "Omar") not in pairs_of(solved(draft))
    maren.post(address(draft, "last-change"))
    assert list(draft.words.values_list("say", flat=True)) == ["pin"]
    maren.post(address(draft, "words"), {**pair, "say": "clear"})
    assert pairs_of(solved(draft)) == {("Noor", "Gwen"), ("Tomas", "Omar")}


def test_a_pin_without_a_place_is_refused_in_words(draft, hall, maren):
    maren.post(address(draft, "words"), {**ids(hall.noor, hall.omar), "say": "pin"})
    again = {**ids(hall.tomas, hall.omar), "say": "pin"}
    assert "Omar Haddad has 1 free place, and it is pinned already." in then(
        maren, maren.post(address(draft, "words"), again)
    )
    assert draft.words.count() == 1


def test_two_pairs_are_swapped(draft, hall, maren):
    first, second = f"{hall.noor.pk}-{hall.gwen.pk}", f"{hall.tomas.pk}-{hall.omar.pk}"
    maren.post(address(draft, "swaps"), {"first": first, "second": second})
    assert pairs_of(solved(draft)) == {("Noor", "Omar"), ("Tomas", "Gwen")}
    maren.post(address(draft, "last-change"))
    assert draft.words.count() == 0


def test_a_pair_is_tried_in_a_draft_of_its_own(draft, hall, maren):
    response = maren.post(address(draft, "trials"), ids(hall.noor, hall.omar))
    pair = f"{hall.noor.pk}-{hall.omar.pk}"
    assert response["Location"] == studio(draft, f"?draft=B&against=A&pair={pair}")
    assert ("Noor", "Omar") in pairs_of(solved(MatchRound.objects.get(letter="B")))
    assert draft.words.count() == 0


def test_a_draft_that_is_put_away_is_gone_from_the_studio(draft, maren):
    copy_round(round=draft, by=SYSTEM, at=NOW)
    assert "B · fair" in text(maren.get(studio(draft)))
    maren.post(address(MatchRound.objects.get(letter="B"), "archival"))
    assert "B · fair" not in text(maren.get(studio(draft)))


def add(client, draft, kind, **values):
    return client.post(f"{address(draft, 'rules/new')}?kind={kind}", values)


def test_a_rule_over_a_heading_of_the_files_is_added(draft, maren):
    page = text(maren.get(f"{address(draft, 'rules/new')}?kind=rule.same"))
    assert 'value="detail:skills"' in page
    response = add(
        maren,
        draft,
        "rule.same",
        label="One team",
        guide_source="detail:team",
        learner_source="detail:team",
        when_missing="refuse",
        readable_by="pair",
    )
    assert response.status_code == 303
    draft.refresh_from_db()
    rule = draft.criteria["rules"][-1]
    assert (rule["id"], rule["kind"], rule["when_missing"]) == ("one_team", "same", "refuse")
    assert draft.criteria["fields"][rule["field"]] == {
        "label": "team",
        "kind": "text",
        "readable_by": "pair",
        "guide": "detail:team",
        "learner": "detail:team",
    }
    assert solved(draft).figures["matched"] == 0
    maren.post(f"/rounds/{draft.pk}/rules/one_team/removal/")
    assert solved(draft).figures["matched"] == 2


def test_words_need_an_order_before_they_can_be_counted(draft, maren):
    values = {
        "label": "Teams apart",
        "guide_source": "detail:team",
        "learner_source": "detail:team",
        "maximum": "3",
        "when_missing": "refuse",
        "readable_by": "coordinator",
    }
    refused = add(maren, draft, "rule.gap", **values)
    assert refused.status_code == 422
    assert "Put them in order, lowest first" in text(refused)
    assert "East North South West" in text(refused)
    add(maren, draft, "rule.gap", **values, order="East\nNorth\nSouth\nWest")
    draft.refresh_from_db()
    field = draft.criteria["fields"][draft.criteria["rules"][-1]["field"]]
    assert (field["kind"], field["order"]) == ("ordinal", ["East", "North", "South", "West"])


@pytest.mark.parametrize("kind", ["rule.gap", "preference.gap", "preference.room", "rule.equals"])
def test_an_empty_form_says_what_is_missing(draft, maren, kind):
    response = add(maren, draft, kind)
    assert response.status_code == 422
    assert "to mend" in text(response)


def test_all_rules_as_text_come_back_as_they_were(draft, maren):
    assert read_criteria(as_toml(draft.criteria)) == draft.criteria
    assert read_criteria(as_json(draft.criteria)) == draft.criteria
    changed = as_toml(draft.criteria).replace("weight = 20", "weight = 12.5")
    assert maren.post(address(draft, "criteria"), {"text": changed}).status_code == 303
    draft.refresh_from_db()
    assert draft.criteria["preferences"][0]["weight"] == 12.5


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('kind = "different"', 'kind = "differnt"', "rule 1 (&quot;other_team&quot;) → kind is"),
        ("weight = 20", "wait = 20", "has no key &#x27;wait&#x27;"),
        ("[[rules]]", "[[rules", "The text cannot be read"),
        ('id = "never"', 'id = "never"\nenabled = false', "guards people and stays as it is"),
    ],
)
def test_text_that_cannot_be_used_is_named_by_its_place(draft, maren, old, new, words):
    broken = as_toml(draft.criteria).replace(old, new, 1)
    response = maren.post(address(draft, "criteria"), {"text": broken})
    assert response.status_code == 422
    assert words in text(response)
    draft.refresh_from_db()
    assert draft.revision == draft.solved_revision


def test_a_rules_file_that_leaves_out_a_guard_does_not_take_it_away(draft, maren):
    fields = {"team": {"label": "Team", "kind": "text"}}
    pasted = as_toml({"fields": fields, "rules": [], "preferences": []})
    page = then(maren, maren.post(address(draft, "criteria"), {"text": pasted}))
    assert "Kept, because it guards people: Never to be paired." in page
    draft.refresh_from_db()
    assert [rule["id"] for rule in draft.criteria["rules"]] == ["never"]
    assert set(draft.criteria["fields"]) == {"team", "never_with"}


def test_a_draft_goes_out_as_a_file(draft, maren):
    pairs = maren.get(f"{address(draft, 'export')}?as=csv")
    assert "Noor Rahimi" in pairs.content.decode("utf-8-sig")
    assert 'filename="draft-a-cohort' in pairs["Content-Disposition"]
    assert maren.get(f"{address(draft, 'export')}?as=xlsx").content[:2] == b"PK"
    assert b"Learner" in maren.get(f"{address(draft, 'export')}?as=without").content
