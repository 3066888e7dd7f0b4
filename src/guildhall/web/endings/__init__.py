"""Ending well and going on."""
