"""What the room records. Sending leaves no event: the message's own row tells of it."""

from guildhall.audit.kinds import declare

MESSAGE_RETRIED = declare("message_retried", "A failed message was put back into the queue.")
MESSAGE_CANCELLED = declare("message_cancelled", "A waiting message was stopped.")
TEXT_CHANGED = declare("message_text_changed", "An organization changed the wording of a message.")
TEXT_RESTORED = declare(
    "message_text_restored", "An organization went back to the default wording of a message."
)
MAIL_STOPPED = declare("mail_stopped", "A person switched a kind of mail off.")
MAIL_RESUMED = declare("mail_resumed", "A person switched a kind of mail on.")
LINK_USED = declare("action_link_used", "A person acted through a link in a mail.")
