"""Doors of meetings. The scene: Noor and Gwen are open, Gwen proposes times, one is booked."""

from datetime import timedelta

from guildhall.core import clock
from guildhall.meetings.actions.agendas import add_agenda_line
from guildhall.meetings.actions.proposing import accept_time, propose_times
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.relationships.factories import make_pair
from tests.web.doors import Door, everyone
from tests.world import World


def scene(world: World) -> dict[str, int]:
    """The pair, a booked meeting with a line on its agenda, and a proposal of Gwen's."""
    cohort = cohort_of(preceptorship(world.alder))
    pair = make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))
    gwen, noor, at = world.actor("gwen"), world.actor("noor"), clock.now()
    times = [at + timedelta(days=3)]
    first = propose_times(relationship=pair, times=times, minutes=45, by=gwen, at=at)
    booked = accept_time(time=first.times.get(), by=noor, at=at)
    line = add_agenda_line(meeting=booked, text="Nights", by=noor, at=at)
    proposal = propose_times(relationship=pair, times=times, minutes=45, by=gwen, at=at)
    return {
        "pair": pair.pk,
        "meeting": booked.pk,
        "proposal": proposal.pk,
        "line": line.pk,
        "organization": world.alder.pk,
    }


def _row(name: str):
    return lambda scene: {"pk": scene[name]}


# The pair's page is seen by staff, and what the pair does there is refused in words.
STAFF_REFUSED = everyone(404) | {"maren": 403, "ada": 403, "vera": 403}
PAIR_ONLY = everyone(404)


def _pair(status: int) -> dict[str, int]:
    return STAFF_REFUSED | {"noor": status, "gwen": status}


def _own(status: int) -> dict[str, int]:
    return PAIR_ONLY | {"noor": status, "gwen": status}


DOORS = {
    "relationship_times": Door(_pair(200), _row("pair")),
    "relationship_time_choice": Door(_pair(303), _row("pair"), method="post"),
    "relationship_rhythm": Door(_pair(422), _row("pair"), method="post"),
    # nobody has suggested one
    "relationship_rhythm_acceptance": Door(_pair(409), _row("pair"), method="post"),
    "relationship_rhythm_end": Door(_pair(409), _row("pair"), method="post"),
    "meeting": Door(_own(200), _row("meeting")),
    "meeting_file": Door(_own(200), _row("meeting")),
    # whoever comes first in the walk refuses or cancels; then it has happened (409)
    "meeting_refusal": Door(
        PAIR_ONLY | {"noor": 303, "gwen": 409}, _row("proposal"), method="post"
    ),
    "meeting_confirmation": Door(_own(303), _row("meeting"), method="post"),
    "meeting_agenda": Door(_own(422), _row("meeting"), method="post"),
    "agenda_line_removal": Door(
        PAIR_ONLY | {"noor": 303, "gwen": 404}, _row("line"), method="post"
    ),
    "meeting_cancellation": Door(
        PAIR_ONLY | {"noor": 303, "gwen": 409}, _row("meeting"), method="post"
    ),
    "calendar": Door(everyone(200)),
    "calendar_source": Door(everyone(422), method="post"),
    "calendar_reading": Door(everyone(409), method="post"),
    "calendar_removal": Door(everyone(303), method="post"),
    "calendar_feed": Door(everyone(200), method="post"),
    "calendar_feed_removal": Door(everyone(303), method="post"),
    "calendar_file": Door(everyone(404), lambda scene: {"token": "not-a-secret"}, nobody=404),
    "video_rooms": Door(everyone(404) | {"ada": 200}, _row("organization")),
}
