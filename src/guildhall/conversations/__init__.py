"""What a pair writes to each other, and each for themselves.

Owns notes, messages and attachments, all sealed at rest. Does not own mails of the house (notify).
"""
