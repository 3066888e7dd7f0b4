"""Guides ask senior guides, and organizations name them."""
