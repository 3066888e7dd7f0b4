"""Circles: which have a seat, and those that one leads or sits in."""
