"""The vocabulary of skills with “did you mean”; scales; frameworks of competencies in versions.

Owns skills and interests, scales and their levels, frameworks, their drafts and published versions,
and frameworks that come in spreadsheets.
Does not own who has a skill (people), and what was seen or signed of a competency (assessment).
"""
