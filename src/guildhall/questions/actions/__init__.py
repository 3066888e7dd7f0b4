"""Where questions and answers change."""
