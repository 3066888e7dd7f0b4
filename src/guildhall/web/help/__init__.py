"""Help: short answers, and where to find the rest."""
