"""Shifts, hours worked, and protected time."""
