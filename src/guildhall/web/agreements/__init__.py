"""What a pair expects and what it agreed: its own pages, and its part of the page of a pair."""
