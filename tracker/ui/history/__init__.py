"""The history: what was done, by whom and when; old states read, and put back."""
