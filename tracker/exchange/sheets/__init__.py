"""From the bytes of a spreadsheet to cells, in a child process with limits."""
