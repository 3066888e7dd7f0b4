"""Reading what a pair expects and agreed."""
