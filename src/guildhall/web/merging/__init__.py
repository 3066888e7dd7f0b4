"""Merging two records of one person: find the other one, choose what stays, merge."""
