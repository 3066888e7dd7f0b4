"""Stored files: outside the web root, hashed, named by nobody's input.

Owns the row and the bytes. Does not own what a file is for; rooms hold a key to it.
"""
