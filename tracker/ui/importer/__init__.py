"""The import page, from the file to the preview."""
