"""Issuing, holding and revoking."""
