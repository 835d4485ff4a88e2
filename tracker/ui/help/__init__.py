"""Help inside the window: a page for every screen, searchable, without a network."""
