"""Rating: drafts, handing in, blindness, who may, and the third rater."""

from datetime import timedelta

import pytest

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.notify.models import Message, Notice
from guildhall.permissions.actor import actor_for
from guildhall.programs.actions.enrollments import withdraw
from guildhall.programs.actions.screening_decision import decide_application
from guildhall.programs.actions.screening_gates import note_gates
from guildhall.programs.actions.screening_rating import save_rating
from guildhall.programs.models import Nomination, Rating, Screening
from guildhall.programs.queries.screening_application import application
from guildhall.programs.queries.screening_standing import why_not_rating
from guildhall.programs.screening_states import Outcome, ScreeningStage
from guildhall.programs.states import Side
from tests.programs.screening_scene import (
    grant,
    make_application,
    make_screened_cohort,
    open_gates,
    rate,
    scores_of,
    whole_rubric,
)
from tests.world import NOW

LATER = NOW + timedelta(days=1)


@pytest.fixture
def cohort(world):
    return make_screened_cohort(world)


@pytest.fixture
def omar(world, cohort):
    return grant(cohort.program, world.omar)


@pytest.fixture
def tomas(world, cohort):
    return grant(cohort.program, world.tomas)


@pytest.fixture
def gwen(world, cohort):
    return make_application(cohort, world.gwen)


def shown(enrollment, actor):
    """Whose scores an actor reads, and how many are in."""
    ratings = application(enrollment, actor).ratings
    assert ratings is not None
    return [row.rater_id for row in ratings.shown], ratings.handed_in


def test_a_draft_counts_for_nothing_and_handing_in_counts(world, gwen, omar):
    Event.objects.all().delete()
    draft = save_rating(
        enrollment=gwen, scores={"referees": 2}, hands_in=False, note="So far", by=omar, at=NOW
    )
    assert (draft.scores, draft.note, draft.handed_in_at) == ({"referees": 2}, "So far", None)
    whole = scores_of(whole_rubric(gwen), 22)
    rating = save_rating(enrollment=gwen, scores=whole, hands_in=True, by=omar, at=LATER)
    assert (rating.pk, rating.handed_in_at, rating.scores) == (draft.pk, LATER, whole)
    ids = {"screening": gwen.screening.pk, "rating": draft.pk}
    assert list(Event.objects.order_by("pk").values_list("kind", "person_id", "ids")) == [
        ("rating_drafted", world.omar.pk, ids),
        ("rating_handed_in", world.omar.pk, ids),
    ]


def test_two_agreeing_ratings_make_it_ready(gwen, omar, tomas):
    rate(gwen, omar, 22)
    assert Screening.objects.get().stage == ScreeningStage.RATING
    rate(gwen, tomas, 19)
    assert Screening.objects.get().stage == ScreeningStage.READY


def test_a_third_rater_is_asked_where_two_lie_apart(world, gwen, omar, tomas):
    rate(gwen, omar, 17)
    rate(gwen, tomas, 22)
    assert Screening.objects.get().stage == ScreeningStage.RATING
    maren, ada = world.actor("maren"), world.actor("ada")
    rate(gwen, maren, 21)
    assert Screening.objects.get().stage == ScreeningStage.READY
    workings = application(gwen, maren).standing.workings
    assert (workings.total, workings.method, workings.band.name) == (21, "median", "Accept")
    with pytest.raises(WrongState, match="All ratings that were wanted are in"):
        rate(gwen, ada, 21)


def test_nobody_reads_the_other_scores_before_their_own_are_in(world, gwen, omar, tomas):
    rate(gwen, omar, 22)
    assert shown(gwen, omar) == ([world.omar.pk], 1)
    assert shown(gwen, tomas) == ([], 1)
    assert shown(gwen, world.actor("maren")) == ([], 1)
    save_rating(enrollment=gwen, scores={"referees": 1}, hands_in=False, by=tomas, at=NOW)
    assert shown(gwen, tomas) == ([], 1)
    rate(gwen, tomas, 20)
    both = [world.omar.pk, world.tomas.pk]
    assert shown(gwen, tomas) == (both, 2)
    assert shown(gwen, world.actor("maren")) == (both, 2)


def test_everybody_who_may_still_rate_hears_of_a_split(world, gwen, omar, tomas, cohort):
    noor = grant(cohort.program, world.noor)
    grant(cohort.program, world.vera, "viewer")
    Nomination.objects.create(
        cohort=cohort, side=Side.GUIDE, nominee=world.gwen, nominated_by=world.ada, nominated_at=NOW
    )
    open_gates(gwen, omar)
    rate(gwen, omar, 22)
    assert not Notice.objects.exists()
    rate(gwen, tomas, 14, at=LATER)
    told = Notice.objects.order_by("person__given_name")
    assert [row.person for row in told] == [world.maren, world.noor]
    assert {row.kind for row in told} == {"programs.rating_wanted"}
    assert {row.path for row in told} == {f"/screening/application/{gwen.pk}/"}
    mails = Message.objects.filter(kind="programs.rating_wanted")
    assert {mail.about for mail in mails} == {f"cohort:{cohort.pk}"}
    assert "Gwen" not in told[0].text + told[0].title
    people = {row.person_id for row in told}
    cast = (world.ada, world.vera, world.milo, world.gwen, world.olga, world.omar, world.tomas)
    for person in (world.maren, world.noor):
        assert not why_not_rating(gwen, actor_for(account_id=None, person_id=person.pk))
    assert not people & {person.pk for person in cast}
    rate(gwen, noor, 18, at=LATER)
    assert Notice.objects.count() == 2


def test_a_third_rater_and_a_mended_gate_stay_blind(world, gwen, omar, tomas):
    maren = world.actor("maren")
    rate(gwen, omar, 14)
    note_gates(enrollment=gwen, holds={"volunteered": False}, by=maren, at=NOW)
    assert shown(gwen, maren) == ([], 1)
    note_gates(enrollment=gwen, holds={"volunteered": True}, by=maren, at=NOW)
    rate(gwen, tomas, 24)
    assert shown(gwen, maren) == ([], 2)
    rate(gwen, maren, 20)
    assert len(shown(gwen, maren)[0]) == 3


def test_a_rating_can_be_changed_until_another_is_in(gwen, omar, tomas):
    rate(gwen, omar, 17)
    rate(gwen, omar, 18)
    assert sum(Rating.objects.get().scores.values()) == 18
    rate(gwen, tomas, 18)
    with pytest.raises(WrongState, match="Yours stays as you handed it in"):
        rate(gwen, omar, 25)
    assert sum(Rating.objects.get(rater_id=omar.person_id).scores.values()) == 18


def test_handing_in_names_every_item_that_is_missing(gwen, omar):
    scores = scores_of(whole_rubric(gwen), 20)
    del scores["referees"], scores["inclusion"]
    with pytest.raises(InvalidInput) as refused:
        save_rating(enrollment=gwen, scores=scores, hands_in=True, by=omar, at=NOW)
    assert refused.value.problems == {
        "inclusion": "Inclusion has no score yet. Choose 0, 1, 2 or 3.",
        "referees": "Referees has no score yet. Choose 0, 1, 2 or 3.",
    }
    assert not Rating.objects.exists()


@pytest.mark.parametrize(
    ("scores", "words"),
    [({"referees": 4}, "Some items"), ({"referees": -1}, "Some items"), ({"golf": 2}, "golf")],
)
def test_scores_that_cannot_be_are_refused(gwen, omar, scores, words):
    with pytest.raises(InvalidInput, match=words):
        save_rating(enrollment=gwen, scores=scores, hands_in=False, by=omar, at=NOW)


def test_nobody_rates_themselves(world, cohort, omar):
    own = make_application(cohort, world.omar)
    with pytest.raises(NotAllowed):
        rate(own, omar, 30)
    mine = make_application(cohort, world.maren)
    with pytest.raises(NotAllowed):
        rate(mine, world.actor("maren"), 30)


def test_nobody_rates_whom_they_nominated(world, gwen, omar):
    Nomination.objects.create(
        cohort=gwen.cohort,
        side=Side.GUIDE,
        nominee=world.gwen,
        nominated_by=world.omar,
        nominated_at=NOW,
    )
    with pytest.raises(NotAllowed, match="You nominated Gwen Castellan"):
        rate(gwen, omar, 30)
    assert application(gwen, omar).ratings.is_wanted is False


def test_outsiders_viewers_and_colleagues_do_not_rate(world, gwen):
    for name, error in (("vera", NotAllowed), ("noor", NotVisible), ("olga", NotVisible)):
        with pytest.raises(error):
            rate(gwen, world.actor(name), 20)


def test_nothing_is_rated_where_a_gate_fails_or_after_the_decision(world, gwen, omar):
    maren = world.actor("maren")
    note_gates(enrollment=gwen, holds={"volunteered": False}, by=maren, at=NOW)
    with pytest.raises(WrongState, match="A gate does not hold, so nothing is rated: The person"):
        rate(gwen, omar, 20)
    decide_application(enrollment=gwen, outcome=Outcome.DECLINE, by=maren, at=NOW)
    with pytest.raises(WrongState, match="it stands at “Declined”"):
        rate(gwen, omar, 20)


def test_a_side_without_rubric_is_not_rated(world, cohort, omar):
    row = make_application(cohort, world.noor, side=Side.LEARNER)
    with pytest.raises(WrongState, match="are not rated"):
        save_rating(enrollment=row, scores={}, hands_in=True, by=omar, at=NOW)


def test_a_withdrawn_application_is_closed_to_everybody_but_its_applicant(world, gwen, omar):
    rate(gwen, omar, 20)
    withdraw(enrollment=gwen, by=world.actor("gwen"), at=NOW)
    closed = application(gwen, world.actor("maren"))
    assert (closed.answers, closed.ratings, closed.may_rate) == ((), None, False)
    assert application(gwen, world.actor("gwen")).answers


def test_who_reads_what_of_an_application(world, gwen, omar, tomas):
    maren = world.actor("maren")
    open_gates(gwen, maren)
    rate(gwen, omar, 22)
    rate(gwen, tomas, 22)
    decide_application(enrollment=gwen, outcome=Outcome.APPROVE, reason="Yes", by=maren, at=NOW)
    for actor in (maren, world.actor("ada")):
        app = application(gwen, actor)
        assert (len(app.ratings.shown), len(app.decisions), len(app.gates)) == (2, 1, 6)
        assert app.answers
    rater = application(gwen, omar)
    assert (len(rater.ratings.shown), rater.decisions) == (2, ())
    own = application(gwen, world.actor("gwen"))
    assert own.answers
    assert (own.is_own, own.ratings, own.gates, own.decisions, own.standing) == (
        True,
        None,
        (),
        (),
        None,
    )
    viewer = application(gwen, world.actor("vera"))
    assert (viewer.answers, viewer.facts, viewer.ratings, viewer.standing) == ((), (), None, None)
