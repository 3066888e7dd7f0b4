"""What imports record."""

from guildhall.audit.kinds import declare

IMPORT_STARTED = declare("import_started", "A spreadsheet was uploaded to be imported.")
IMPORT_APPLIED = declare("import_applied", "An import was saved.")
IMPORT_DISCARDED = declare("import_discarded", "An import was discarded.")
