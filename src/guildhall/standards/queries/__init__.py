"""Facts gathered from the rooms, and where a program stands."""
