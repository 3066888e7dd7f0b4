"""What the studio keeps for coordinators: criteria that only they read, and broken pins."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from guildhall.matching.models import MatchRound
from guildhall.matching.reading import READ_ONLY, kept_back, readable
from guildhall.programs.models import NeverPair
from tests.matching.factories import cohort_of, guide, learner, mentoring, solved, started
from tests.web.studio_pages import address, ids, studio, text, then
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("held_clock")
SECRETS = ("Faith", "Quaker", "Same faith", "Standing", "Probation", "No probation")
FIELDS = {
    "faith": {"label": "Faith", "kind": "text", "readable_by": "coordinator"},
    "standing": {"label": "Standing", "kind": "text", "readable_by": "coordinator"},
}
RULE = {
    "id": "standing",
    "label": "No probation",
    "kind": "different",
    "field": "standing",
    "when_missing": "allow",
}
WISH = {"id": "faith", "label": "Same faith", "kind": "same", "field": "faith", "weight": 7}


@pytest.fixture
def draft(world) -> MatchRound:
    program = mentoring(world.alder)
    program.criteria["fields"] |= FIELDS
    program.criteria["rules"].append(RULE)
    program.criteria["preferences"].append(WISH)
    program.save()
    cohort = cohort_of(program)
    told = {"skills": ["Python"], "faith": "Quaker", "standing": "Probation"}
    guide(cohort, world.gwen, team="North", **told)
    guide(cohort, world.omar, team="South", skills=["Python"], faith="Quaker")
    learner(cohort, world.noor, team="East", **told)
    learner(cohort, world.tomas, team="South", skills=["Python"], standing="Probation")
    return solved(started(cohort))


def enrolled(draft, person):
    return draft.cohort.enrollments.get(person=person)


def pages(draft, world):
    pair = f"{enrolled(draft, world.noor).pk}-{enrolled(draft, world.gwen).pk}"
    made = draft.proposals.first()
    return [
        studio(draft),
        studio(draft, f"?pair={pair}"),
        studio(draft, f"?pair={made.learner_id}-{made.guide_id}&only=weakest"),
        studio(draft, f"?pair={pair}&why={made.guide_id}"),
        studio(draft, "?by=faith"),
        address(draft, "rules"),
        address(draft, "criteria"),
        f"{address(draft, 'criteria')}?as=json",
        address(draft, "unmatched"),
        address(draft, "changes"),
        address(draft, "publication"),
        f"{address(draft, 'export')}?as=csv",
        f"{address(draft, 'export')}?as=without",
    ]


def test_read_only_staff_read_nothing_that_is_for_coordinators(draft, world, sign_in):
    vera, maren = sign_in("vera"), sign_in("maren")
    read: set[str] = set()
    for url in pages(draft, world):
        page = vera.get(url)
        assert page.status_code == 200
        assert [word for word in SECRETS if word in text(page)] == [], url
        read |= {word for word in SECRETS if word in text(maren.get(url))}
    assert read == set(SECRETS)
    book = load_workbook(BytesIO(vera.get(f"{address(draft, 'export')}?as=xlsx").content))
    cells = " ".join(str(c.value) for sheet in book for row in sheet for c in row)
    assert "Goals meet expertise" in cells
    assert not [word for word in SECRETS if word in cells]


def test_what_is_kept_back_is_counted_so_that_sums_add_up(draft, world, sign_in):
    made = draft.proposals.get(learner__person=world.noor)
    page = text(sign_in("vera").get(studio(draft, f"?pair={made.learner_id}-{made.guide_id}")))
    assert "What only coordinators read" in page
    assert "are for coordinators alone" in page
    assert kept_back(draft.criteria, READ_ONLY) == 5
    left = readable(draft.criteria, READ_ONLY)
    assert set(left["fields"]) == {"team", "skills"}
    assert [item["id"] for item in left["rules"]] == ["other_team"]
    assert [item["id"] for item in left["preferences"]] == ["skills"]


def test_the_words_of_messages_are_for_those_who_may_publish(draft, sign_in):
    vera = sign_in("vera")
    assert vera.get(address(draft, "messages")).status_code == 403
    assert address(draft, "messages") not in vera.get(studio(draft)).text
    assert sign_in("maren").get(address(draft, "messages")).status_code == 200


def test_why_a_draft_failed_is_for_coordinators(draft, sign_in):
    MatchRound.objects.update(state="failed", error="“No probation” cannot be used.")
    assert "No probation" in text(sign_in("maren").get(studio(draft)))
    page = text(sign_in("vera").get(studio(draft)))
    assert "No probation" not in page
    assert "A coordinator reads why." in page


def test_a_pin_that_must_not_be_is_refused_at_once(draft, world, sign_in):
    maren = sign_in("maren")
    noor, omar = enrolled(draft, world.noor), enrolled(draft, world.omar)
    NeverPair.objects.create(person=world.omar, other=world.noor, said_at=NOW)
    page = then(maren, maren.post(address(draft, "words"), {**ids(noor, omar), "say": "pin"}))
    assert "Noor Rahimi and Omar Haddad must not be paired, so they cannot be pinned." in page
    assert 'value="pin"' not in page
    tried = then(maren, maren.post(address(draft, "trials"), ids(noor, omar)))
    assert "so they cannot be pinned" in tried
    assert MatchRound.objects.count() == 1
    assert not draft.words.exists()


def test_a_broken_pin_is_shown_and_taken_out(draft, world, sign_in):
    maren = sign_in("maren")
    noor, omar = enrolled(draft, world.noor), enrolled(draft, world.omar)
    maren.post(address(draft, "words"), {**ids(noor, omar), "say": "pin"})
    solved(draft)
    NeverPair.objects.create(person=world.noor, other=world.omar, said_at=NOW)
    told = "Noor Rahimi and Omar Haddad must not be paired any more."
    page = text(maren.get(studio(draft)))
    assert told in page
    assert "One pin is broken." in page
    assert "This pin is broken: the two must not be paired." in text(
        maren.get(studio(draft, f"?pair={noor.pk}-{omar.pk}"))
    )
    confirm = text(maren.get(address(draft, "publication")))
    assert "Must not be paired any more" in confirm
    assert "<li>Noor Rahimi and Omar Haddad</li>" in confirm
    for url in (studio(draft), address(draft, "publication")):
        assert "must not be paired" not in text(sign_in("vera").get(url)).lower()
    maren.post(address(draft, "solution"))
    solved(draft)
    page = text(maren.get(studio(draft)))
    assert "One pin is broken." in page
    assert told not in page
    assert not draft.proposals.filter(learner=noor, guide=omar).exists()
    maren.post(address(draft, "words"), {**ids(noor, omar), "say": "clear"})
    assert "pin is broken" not in text(maren.get(studio(draft)))
