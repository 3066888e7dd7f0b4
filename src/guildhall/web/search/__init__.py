"""Search over what one may see: people, programs, pairs."""
