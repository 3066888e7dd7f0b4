"""Use cases that cross rooms: import people, enrollments and pairs; publish a match round; merge
two records of one person.

Owns only what belongs to no room: staged imports and remembered headings. Each flow is a short
script over the rooms' actions, in one transaction.
"""
