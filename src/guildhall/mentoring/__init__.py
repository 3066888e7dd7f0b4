"""What only mentoring does.

Owns guides who have room, requests, circles' seats, office hours, stories and challenges, renewal,
and who learned from whom. Does not own what every kind of pair shares (relationships and the rooms
on it).
"""
