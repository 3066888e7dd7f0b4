"""Engines: plain Python over arrays and dataclasses, usable from a notebook.

Owns: one package an engine: the matcher (`matching`), spreadsheets (`tables`), and others.
Does not own: rows in a database, permissions, screens. Nothing here imports Django.
Every engine is deterministic, takes and returns dataclasses or arrays, and gives reasons
with its results.
"""
