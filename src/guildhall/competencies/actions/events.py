"""What frameworks record."""

from guildhall.audit.kinds import declare

FRAMEWORK_IMPORTED = declare("framework_imported", "A framework was imported as a draft.")
FRAMEWORK_COPIED = declare("framework_copied", "A framework was copied into an organization.")
DRAFT_STARTED = declare("framework_draft_started", "A new draft of a framework was started.")
DRAFT_CHANGED = declare("framework_draft_changed", "A competency of a draft was changed.")
DRAFT_DISCARDED = declare("framework_draft_discarded", "A draft of a framework was thrown away.")
VERSION_PUBLISHED = declare("framework_published", "A version of a framework was published.")
FRAMEWORK_RETIRED = declare("framework_retired", "A framework was retired.")
FRAMEWORK_RESTORED = declare("framework_restored", "A retired framework was taken up again.")
