"""The controlled vocabulary of skills, with aliases and “did you mean”.

Owns skills and interests. Frameworks, competencies and scales join this room with preceptorship.
Does not own who has a skill (people).
"""
