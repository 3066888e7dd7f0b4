"""Pages of concerns and final decisions."""
