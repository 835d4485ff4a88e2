"""Tables, lists, calendars and reports that leave the register."""
