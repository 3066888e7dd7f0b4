"""What standings and backups record: ids, never why."""

from guildhall.audit.kinds import declare

STANDING_OPENED = declare("standing_opened", "Somebody's standing as a preceptor was opened.")
STANDING_MOVED = declare("standing_moved", "Somebody's standing as a preceptor changed.")
TRAINING_RECORDED = declare("training_recorded", "Training of a preceptor was recorded.")
RECOGNITION_WRITTEN = declare("recognition_written", "A letter of recognition was written.")
BACKUP_NAMED = declare("backup_named", "A backup was named for a pair.")
BACKUP_ACCEPTED = declare("backup_accepted", "Somebody agreed to be the backup of a pair.")
BACKUP_ENDED = declare("backup_ended", "Somebody is no longer the backup of a pair, or declined.")
