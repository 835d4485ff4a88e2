"""From cells to a Plan: the table, its columns, its values, and what would change in the register."""
