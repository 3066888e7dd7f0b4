"""The whole person: the wheel of life, how one is, introductions."""
