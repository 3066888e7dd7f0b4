"""What a learner can do, as seen, rated and signed.

Owns passports, observations, ratings, sign-offs with their requests, and evidence. Does not own
frameworks (competencies), what is only practice (instruction), nor worries about it (concerns).
"""
