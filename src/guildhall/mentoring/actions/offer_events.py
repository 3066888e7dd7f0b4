"""What offers and requests record: that something happened between whom, never the words."""

from guildhall.audit.kinds import declare

OFFER_KEPT = declare("guide_offer_kept", "Somebody offered to guide, or changed their offer.")
OFFER_SHOWN = declare("guide_offer_shown", "An offer to guide is shown again.")
OFFER_PAUSED = declare("guide_offer_paused", "An offer to guide was paused.")
OFFER_RESTED = declare(
    "guide_offer_rested", "An offer to guide rests, since requests were left without an answer."
)
OFFER_WITHDRAWN = declare("guide_offer_withdrawn", "An offer to guide was taken back.")
REQUEST_ASKED = declare("guide_request_asked", "Somebody asked somebody else to begin.")
REQUEST_ACCEPTED = declare("guide_request_accepted", "A request was accepted, and a pair began.")
REQUEST_DECLINED = declare("guide_request_declined", "A request was declined.")
REQUEST_WITHDRAWN = declare("guide_request_withdrawn", "A request was taken back.")
REQUEST_LAPSED = declare("guide_request_lapsed", "A request ended without an answer.")
