"""What is read of concerns and decisions."""
