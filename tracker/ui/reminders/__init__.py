"""The reminder window: one window, one list."""
