"""What certificates record: ids and a digest, never what is stated."""

from guildhall.audit.kinds import declare

CERTIFICATE_ISSUED = declare("certificate_issued", "A certificate was issued.")
CERTIFICATE_HELD = declare("certificate_held", "A certificate is not in force for now.")
CERTIFICATE_RELEASED = declare("certificate_released", "A certificate is in force again.")
CERTIFICATE_REVOKED = declare("certificate_revoked", "A certificate was revoked.")
