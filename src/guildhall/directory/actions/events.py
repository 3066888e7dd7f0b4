"""What the directory records."""

from guildhall.audit.kinds import declare

MEMBER_ADDED = declare("member_added", "A person was added to an organization.")
MEMBER_CHANGED = declare("member_changed", "A person's record was changed.")
MEMBERSHIP_ENDED = declare("membership_ended", "A person left an organization.")
ROLE_GRANTED = declare("role_granted", "A person was given a role in an organization.")
ROLE_ENDED = declare("role_ended", "A role in an organization was taken away.")
PERSON_INVITED = declare("person_invited", "Somebody was invited into an organization.")
INVITATION_ACCEPTED = declare("invitation_accepted", "An invitation was accepted.")
INVITATION_REVOKED = declare("invitation_revoked", "An invitation was taken back.")
ORGANIZATION_CHANGED = declare("organization_changed", "An organization's details were changed.")
ADDRESS_REQUESTED = declare("address_requested", "Staff asked a person for a new address.")
ADDRESS_CONFIRMED = declare("address_confirmed", "A person confirmed their new address.")
ADDRESS_WITHDRAWN = declare("address_withdrawn", "A request for a new address was taken back.")
RECORDS_CLAIMED = declare("records_claimed", "A person signed in and claimed their record.")
