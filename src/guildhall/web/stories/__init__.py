"""Stories and lessons: found by challenge, written, told, taken back."""
