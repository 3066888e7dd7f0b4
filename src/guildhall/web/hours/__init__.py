"""Office hours: open times, booking one, what one offers, and the question afterward."""
