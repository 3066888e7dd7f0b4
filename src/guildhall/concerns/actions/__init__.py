"""Where rows of this room change."""
