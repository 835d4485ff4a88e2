"""When a person is reminded of a deadline, and how a reminder may be answered."""
