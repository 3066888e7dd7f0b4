"""Logging, verifying, disputing, cancelling; naming verifiers."""
