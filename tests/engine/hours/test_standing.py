"""Hours against what is asked: caps, shares, places, forecast."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from guildhall.engine.hours import Asked, PlaceAsked, Worked, standing

DAY = date(2026, 11, 16)


def worked(days: int, hours: float, state: str = "verified", kind: str = "placement", **more):
    return Worked(DAY + timedelta(days=days), int(hours * 60), kind, state, **more)


def test_only_verified_hours_meet_what_is_asked():
    rows = [
        worked(0, 40),
        worked(1, 30, "logged"),
        worked(2, 10, "disputed"),
        worked(3, 8, "planned"),
    ]
    line = standing(rows, Asked(total=88)).lines[0]
    assert (line.verified, line.logged, line.planned) == (40 * 60, 40 * 60, 8 * 60)
    assert (line.missing, line.is_met, line.forecast) == (0, False, DAY + timedelta(days=3))


def test_part_time_asks_pro_rata_only_where_the_program_says_so():
    asked = {"kinds": {"supernumerary": 75}}
    part = standing([], Asked(**asked, is_pro_rata=True), share=60).lines[0]
    whole = standing([], Asked(**asked), share=60).lines[0]
    assert (part.asked, whole.asked) == (45 * 60, 75 * 60)
    assert (part.forecast, part.missing) == (None, 45 * 60)


def test_simulation_counts_up_to_its_cap_verified_first():
    rows = [
        worked(0, 50, "logged", is_simulated=True),
        worked(1, 40, is_simulated=True),
        worked(2, 10),
    ]
    found = standing(rows, Asked(total=300, simulation_most=60))
    assert (found.lines[0].verified, found.lines[0].logged) == (50 * 60, 20 * 60)
    assert found.simulated_beyond == 30 * 60


def test_what_does_not_count_is_kept_and_told():
    rows = [worked(0, 8), worked(1, 8, counts=False), worked(2, 8, "planned", counts=False)]
    found = standing(rows, Asked(total=16))
    assert (found.lines[0].verified, found.not_counted) == (8 * 60, 8 * 60)


def test_places_by_their_name_in_any_case():
    rows = [worked(0, 8, places=("Main building", "Ward 4")), worked(1, 8, places=("Clinic",))]
    asked = Asked(places=(PlaceAsked("ward 4", 150),))
    line = standing(rows, asked).lines[0]
    assert (line.name, line.verified) == ("ward 4", 8 * 60)


rows = st.lists(
    st.builds(
        Worked,
        on=st.integers(0, 60).map(lambda n: DAY + timedelta(days=n)),
        minutes=st.integers(1, 720),
        kind=st.sampled_from(["placement", "practice"]),
        state=st.sampled_from(["planned", "logged", "verified", "disputed"]),
        is_simulated=st.booleans(),
        counts=st.booleans(),
    ),
    max_size=25,
)


@given(rows, st.integers(0, 30))
def test_the_sums_are_those_of_counting_minute_by_minute(found, most):
    line = standing(found, Asked(total=100, simulation_most=most)).lines[0]
    order = {"verified": 0, "logged": 1, "disputed": 1, "planned": 2}
    left, sums = most * 60, dict.fromkeys(order, 0)
    for row in sorted(found, key=lambda row: (order[row.state], row.on)):
        for _minute in range(row.minutes):
            if not row.counts or (row.is_simulated and left == 0):
                continue
            left -= row.is_simulated
            sums[row.state] += 1
    assert line.verified == sums["verified"]
    assert line.logged == sums["logged"] + sums["disputed"]
    assert line.planned == sums["planned"]
    assert line.missing == max(0, 6000 - sum(sums.values()))
