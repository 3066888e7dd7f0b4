"""Screening on screen: a cohort's queue, and one application at a time."""
