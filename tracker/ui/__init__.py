"""The window. It shows and asks; nothing is decided here. The only room with Qt."""
