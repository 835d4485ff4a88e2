"""What must be done by when: every computed date, and what an agreement is on a day."""
