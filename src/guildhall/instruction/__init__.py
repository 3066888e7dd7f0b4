"""Learning on the job, kept apart from assessment: it counts for nothing.

Owns tries with their steps, shift notes, the weeks that a pair shares with its educator, and cover
for a preceptor who is absent. Does not own skill guides (competencies), shifts (people), nor what
may be done alone (assessment, of which nothing here knows).
"""
