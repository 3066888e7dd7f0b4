"""Competency passports: the matrix, observations, asks, ratings and evidence."""
