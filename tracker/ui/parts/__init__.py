"""The parts that every page is made of: colours, type, tables, fields, icons, values in words."""
