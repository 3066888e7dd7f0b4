"""Programs, their cohorts, and people's way into them.

Owns programs and their templates (data files), cohorts, enrollments, screening, nominations,
baselines, waiting lists, prerequisites, roles by program, and the registry of facts about people
that the matcher reads. Does not own pairs (relationships), nor the matcher's rounds (matching).
"""
