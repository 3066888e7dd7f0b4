"""The matching studio: a cohort's drafts, their rules, pairs, comparisons, and publication.

Owns the pages and how they say things. Solving, explaining and publishing belong to the rooms
`matching` and `flows`; nothing is written here.
"""
