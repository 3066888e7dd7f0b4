"""Guildhall: preceptorship, mentoring and professional development in one place."""
