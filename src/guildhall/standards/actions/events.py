"""What standards record: ids and keys, never what was said."""

from guildhall.audit.kinds import declare

FACT_ATTESTED = declare("fact_attested", "A fact that a standard asks for was recorded.")
RULE_BROKEN = declare("rule_broken", "A rule of a standard is not met any more.")
