"""Where rows of the directory change."""
