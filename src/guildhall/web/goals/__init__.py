"""What a pair works on."""
