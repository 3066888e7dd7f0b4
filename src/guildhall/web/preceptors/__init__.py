"""Preceptors: the board, one standing, one's own, certificates, and backups of pairs."""
