"""Changes of preceptorship."""
