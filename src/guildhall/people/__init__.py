"""What a person brings and hopes for: profile, skills, interests, languages, availability, room;
and when they work.

Owns the profile and everything on it, shifts, and the rosters that they are read from. Does not
own who the person is or where they belong (directory), what they take part in (programs), nor what
was worked and verified (hours).
"""
