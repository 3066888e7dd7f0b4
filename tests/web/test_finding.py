"""Finding each other, as pages do it."""

import pytest
from django.urls import reverse

from guildhall.mentoring.actions.offers import pause_offer
from guildhall.mentoring.models import GuideOffer, GuideRequest
from guildhall.relationships.models import Relationship
from tests.mentoring.finding import SECRET, ask, make_offer
from tests.programs.factories import make_program
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("held_clock")


def text(response) -> str:
    return response.content.decode()


def test_from_an_offer_to_a_pair(world, sign_in):
    """Gwen offers, Noor finds and asks, Gwen is told on Today and says yes."""
    gwen, noor = sign_in("gwen"), sign_in("noor")
    words = {
        "help": "Finding your feet",
        "story": "",
        "places": "2",
        "organization": world.alder.pk,
    }
    assert gwen.post(reverse("own_offer"), words).status_code == 303
    offer = GuideOffer.objects.get()
    assert "Gwen Castellan" in text(noor.get(reverse("guides")))
    page = reverse("guide", args=[offer.pk])
    refused = noor.post(page, {"line": ""})
    assert refused.status_code == 422
    asked = noor.post(page, {"line": SECRET, "every_days": "14", "goal": ""})
    row = GuideRequest.objects.get()
    assert asked["Location"] == reverse("request", args=[row.pk])
    today = text(gwen.get(reverse("today")))
    assert "Noor Rahimi would like to learn from you" in today
    assert SECRET not in today
    assert SECRET in text(gwen.get(reverse("request", args=[row.pk])))
    yes = gwen.post(reverse("request_acceptance", args=[row.pk]))
    pair = Relationship.objects.get()
    assert yes["Location"] == reverse("relationship", args=[pair.pk])
    assert noor.get(yes["Location"]).status_code == 200


def test_coordinators_read_no_word(world, sign_in):
    ask(world, make_offer(world))
    for name in ("maren", "vera"):
        page = text(sign_in(name).get(reverse("requests_overseen")))
        assert "Noor Rahimi" in page
        assert "failed your boards" not in page


def test_a_no_with_a_reason_and_a_pause(world, sign_in):
    offer = make_offer(world)
    row = ask(world, offer)
    url = reverse("request_refusal", args=[row.pk])
    gwen = sign_in("gwen")
    assert gwen.post(url, {"reason": "rude"}).status_code == 422
    sent = {"reason": "full", "words": "", "pauses": "on", "until": "2026-12-24"}
    assert gwen.post(url, {**sent, "until": "2026-11-01"}).status_code == 422
    assert GuideRequest.objects.get().state == "asked"
    assert gwen.post(url, sent).status_code == 303
    offer.refresh_from_db()
    assert (offer.state, str(offer.paused_until)) == ("paused", "2026-12-24")
    page = text(sign_in("noor").get(reverse("request", args=[row.pk])))
    assert "My places are taken just now" in page


def test_a_settled_request_answers_in_words(world, sign_in):
    row = ask(world, make_offer(world))
    noor, gwen = sign_in("noor"), sign_in("gwen")
    assert noor.post(reverse("request_withdrawal", args=[row.pk])).status_code == 303
    late = gwen.post(reverse("request_acceptance", args=[row.pk]))
    assert late.status_code == 409
    assert "taken back meanwhile" in text(late)


def test_a_paused_offer_is_a_missing_page(world, sign_in):
    offer = make_offer(world)
    pause_offer(offer=offer, by=world.actor("gwen"), at=NOW)
    assert sign_in("noor").get(reverse("guide", args=[offer.pk])).status_code == 404


def test_consent_is_ticked_and_unticked(world, sign_in):
    make_program(world.alder, partners=[world.calder])
    gwen = sign_in("gwen")
    words = {"help": "x", "places": "", "organization": world.alder.pk}
    gwen.post(reverse("own_offer"), {**words, "beyond": [f"house-{world.calder.pk}"]})
    assert "Gwen Castellan" in text(sign_in("olga").get(reverse("guides")))
    gwen.post(reverse("own_offer"), words)
    assert "Gwen Castellan" not in text(sign_in("olga").get(reverse("guides")))


@pytest.mark.parametrize(
    "query", ["?page=9999", "?apart=x&skill=%00&hours=1", "?language=zz&q=" + "a" * 400]
)
def test_odd_queries_narrow_and_never_break(world, sign_in, query):
    make_offer(world)
    assert sign_in("noor").get(reverse("guides") + query).status_code == 200


class TestSomebodyKnown:
    words = {"side": "learner", "line": "Hello", "goal": "", "every_days": ""}

    def post(self, world, client, **values):
        sent = {**self.words, "organization": world.alder.pk, **values}
        return client.post(reverse("request_new"), sent)

    def test_by_name(self, world, sign_in):
        answer = self.post(world, sign_in("noor"), who="gwen castellan")
        assert answer["Location"] == reverse("request", args=[GuideRequest.objects.get().pk])

    def test_half_a_name_finds_nobody(self, world, sign_in):
        answer = self.post(world, sign_in("noor"), who="Gwen")
        assert answer.status_code == 422
        assert "exactly this name" in text(answer)

    def test_of_two_with_one_name_one_is_chosen(self, world, sign_in):
        from guildhall.directory.actions.members import add_member
        from guildhall.permissions.actor import SYSTEM

        other = add_member(
            organization=world.alder,
            given_name="Gwen",
            family_name="Castellan",
            job_title="Porter",
            by=SYSTEM,
            at=NOW,
        )
        noor = sign_in("noor")
        asked = self.post(world, noor, who="gwen castellan")
        assert asked.status_code == 422
        assert "Porter" in text(asked)
        self.post(world, noor, who="gwen castellan", membership=other.pk)
        assert GuideRequest.objects.get().guide == other.person

    def test_a_new_address_is_invited_only_when_one_says_so(self, world, sign_in):
        noor = sign_in("noor")
        first = self.post(world, noor, who="new@alderbay.example")
        assert first.status_code == 422
        assert "Invite them by mail" in text(first)
        assert not GuideRequest.objects.exists()
        again = self.post(world, noor, who="new@alderbay.example", do="invite")
        assert again.status_code == 303
        assert GuideRequest.objects.get().asked.email == "new@alderbay.example"
