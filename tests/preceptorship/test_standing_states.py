"""The state table, by properties: whatever is tried, only its steps happen."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildhall.core.errors import WrongState
from guildhall.core.transitions import require_transition
from guildhall.preceptorship.standing_rules import standing_rules
from guildhall.preceptorship.standing_states import (
    ABLE,
    IN_FORCE,
    STANDING_TRANSITIONS,
    SUSPENDABLE,
)
from guildhall.preceptorship.standing_states import StandingState as S
from guildhall.programs.template_files import load_rubric, load_templates

STATES = list(S)


def reachable(start: S) -> set[str]:
    found: set[str] = set()
    waiting = [str(start)]
    while waiting:
        state = waiting.pop()
        for following in STANDING_TRANSITIONS[state] - found:
            found.add(following)
            waiting.append(following)
    return found


def test_the_table_knows_every_state():
    assert set(STANDING_TRANSITIONS) == set(S)


def test_from_an_application_every_state_can_be_reached():
    assert reachable(S.APPLIED) == set(S)


def test_the_way_of_the_research_is_open():
    way = [
        S.APPLIED,
        S.SCREENED,
        S.IN_TRAINING,
        S.PROVISIONAL,
        S.CERTIFIED,
        S.LAPSING,
        S.LAPSED,
        S.RETIRED,
    ]
    for one, following in pairwise(way):
        assert following in STANDING_TRANSITIONS[one]


@pytest.mark.parametrize("state", SUSPENDABLE)
def test_suspended_from_any_and_back(state):
    assert S.SUSPENDED in STANDING_TRANSITIONS[state]
    assert state in STANDING_TRANSITIONS[S.SUSPENDED]


def test_nobody_is_certified_without_having_been_provisional_or_certified_before():
    before = {state for state, after in STANDING_TRANSITIONS.items() if S.CERTIFIED in after}
    assert before == {S.PROVISIONAL, S.LAPSING, S.LAPSED, S.SUSPENDED}


def test_a_certificate_that_holds_makes_able():
    assert set(IN_FORCE) < set(ABLE)


@given(st.lists(st.sampled_from(STATES), max_size=30))
def test_a_walk_of_tries_never_leaves_the_table(tries):
    state = S.APPLIED
    was_screened = was_provisional = False
    for target in tries:
        try:
            require_transition(STANDING_TRANSITIONS, state, target, "no")
        except WrongState:
            assert target not in STANDING_TRANSITIONS[state]
            continue
        state = target
        was_screened = was_screened or state == S.SCREENED
        was_provisional = was_provisional or state == S.PROVISIONAL
        assert was_screened or state in (S.APPLIED, S.CLOSED)
        if state == S.RETIRED:
            was_provisional = False
        # Suspension holds where somebody was, so what it goes back to is not the table's to say.
        if state == S.SUSPENDED:
            return
        assert state not in IN_FORCE or was_provisional


def test_selection_has_gates_ratings_an_interview_and_a_decision():
    """They are those of screening; a standing only follows what is decided there."""
    rubric = load_rubric("preceptor")
    assert (len(rubric.gates), len(rubric.items), rubric.raters) == (6, 10, 2)
    assert {band.decision for band in rubric.bands} == {"accept", "conditional", "decline"}
    assert {"interview", "references"} <= set(rubric.steps)


def test_whoever_screens_preceptors_asks_for_the_course():
    """Otherwise nobody would go into training."""
    asking = [
        template
        for template in load_templates().values()
        if template.guide_screening and template.guide_screening.rubric in standing_rules().rubrics
    ]
    assert len(asking) >= 4
    for template in asking:
        keys = {item.key for item in template.prerequisites if item.side in ("guide", "both")}
        assert keys & standing_rules().course_prerequisites, template.key
        assert template.guide_screening.is_required, template.key
