"""Challenges that a pair or circle thinks about together."""
