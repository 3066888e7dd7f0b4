"""What was said to whom, what goes out next, and the wording of it; in a demo, the mail itself."""
