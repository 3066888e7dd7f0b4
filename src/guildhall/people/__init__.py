"""What a person brings and hopes for: profile, skills, interests, languages, availability, room.

Owns the profile and everything on it. Does not own who the person is or where they belong
(directory), nor what they take part in (programs).
"""
