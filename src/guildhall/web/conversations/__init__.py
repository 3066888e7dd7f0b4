"""What a pair writes."""
