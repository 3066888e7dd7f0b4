"""What sign-offs and the gate record. An event about a sign-off carries its proof."""

from datetime import datetime

from guildhall.assessment.actions.summaries import keep_summary
from guildhall.assessment.models import SignOff
from guildhall.assessment.proven import SIGN_OFFS
from guildhall.audit.actions import record
from guildhall.audit.kinds import declare
from guildhall.audit.proven import proof
from guildhall.permissions.actor import Actor

ASSESSOR_NAMED = declare("assessor_named", "Somebody was named an assessor.")
ASSESSOR_ENDED = declare("assessor_ended", "Somebody is no longer an assessor.")
SIGN_OFF_ASKED = declare("sign_off_asked", "Somebody was asked for a sign-off.")
SIGN_OFF_DECLINED = declare("sign_off_declined", "Somebody declined to sign off.")
REQUEST_WITHDRAWN = declare("sign_off_request_withdrawn", "A request for a sign-off was ended.")
LINK_SENT = declare("sign_off_link_sent", "The one-time link of a sign-off was mailed.")
CODE_SENT = declare("sign_off_code_sent", "A code for signing without signing in was mailed.")
CODE_REFUSED = declare("sign_off_code_refused", "A wrong code was typed for a sign-off.")
SIGN_OFF_SIGNED = declare("sign_off_signed", "A competency was signed off.")
SIGN_OFF_REPLACED = declare("sign_off_replaced", "A sign-off was replaced by a newer one.")
SIGN_OFF_CONTESTED = declare("sign_off_contested", "A learner contested a sign-off.")
SIGN_OFF_UPHELD = declare("sign_off_upheld", "A contested sign-off was upheld.")
SIGN_OFF_WITHDRAWN = declare("sign_off_withdrawn", "A sign-off was taken back.")
SIGN_OFF_FLAGGED = declare("sign_off_flagged", "A signing was put on the list for a second look.")
FLAG_LOOKED_AT = declare("sign_off_flag_looked_at", "Somebody looked at a signing that stood out.")
WARD_CARD_MADE = declare("ward_card_made", "A ward card was made.")
WARD_CARD_ENDED = declare("ward_card_ended", "A ward card was ended.")
INCIDENT_REPORTED = declare(
    "incident_reported", "Somebody was asked to do more than the gate allows."
)
INCIDENT_SETTLED = declare("incident_settled", "A report from the gate was settled.")


def note_sign_off(kind: str, row: SignOff, *, by: Actor, at: datetime) -> None:
    """Record what happened to a sign-off, with the proof of what was signed; the passport's summary
    follows."""
    record(
        kind,
        by=by,
        subject=row,
        at=at,
        organization_id=row.passport.organization_id,
        passport=row.passport_id,
        **proof(SIGN_OFFS, kind, row),
    )
    keep_summary(row.passport)
