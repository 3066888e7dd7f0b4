"""What is kept for a few seconds, and no longer."""

from datetime import timedelta

from guildhall.core import clock
from guildhall.core.recent import Recent
from tests.world import NOW


def test_a_value_is_forgotten_after_its_seconds():
    kept: Recent[int, str] = Recent(seconds=5)
    with clock.moved_to(NOW):
        assert kept.get(1) is None
        kept.keep(1, "one")
        assert kept.get(1) == "one"
    for seconds, value in ((4, "one"), (5, None), (-1, None)):
        with clock.moved_to(NOW + timedelta(seconds=seconds)):
            assert kept.get(1) == value


def test_the_oldest_go_first():
    kept: Recent[int, str] = Recent(seconds=5, most=2)
    with clock.moved_to(NOW):
        for key in (1, 2, 1, 3):
            kept.keep(key, str(key))
        assert [kept.get(key) for key in (1, 2, 3)] == ["1", None, "3"]
        kept.clear()
        assert kept.get(3) is None
