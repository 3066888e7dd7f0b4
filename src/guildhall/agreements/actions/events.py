"""What agreements record."""

from guildhall.audit.kinds import declare

EXPECTATIONS_ANSWERED = declare(
    "expectations_answered", "Somebody answered what they expect of a pair."
)
EXPECTATIONS_REVEALED = declare(
    "expectations_revealed", "Both sides of a pair had answered, and read each other's answers."
)
EXPECTATIONS_REPEATED = declare(
    "expectations_repeated", "A pair was asked for its expectations again."
)
EXPECTATION_SETTLED = declare(
    "expectation_settled", "A pair wrote down how it settled a difference."
)
AGREEMENT_WRITTEN = declare("agreement_written", "A version of an agreement was written.")
AGREEMENT_SIGNED = declare("agreement_signed", "Somebody signed an agreement.")
AGREEMENT_IN_FORCE = declare("agreement_in_force", "Everybody had signed an agreement.")
AGREEMENT_REVIEWED = declare("agreement_reviewed", "A pair looked at its agreement again.")
