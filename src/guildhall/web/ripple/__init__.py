"""Who learned from whom."""
