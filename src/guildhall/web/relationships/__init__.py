"""Pairs: the list of one's own and of those that one runs, and the page of each."""
