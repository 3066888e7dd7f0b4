"""Worries, asking for a person, and the page of support."""
