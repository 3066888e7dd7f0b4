"""Pages of courses of preceptorship."""
