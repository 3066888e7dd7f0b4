"""The only places where tries, notes, weeks and covers change."""
