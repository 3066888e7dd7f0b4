"""Frameworks: the list, one version, what changed, imports, drafts."""
