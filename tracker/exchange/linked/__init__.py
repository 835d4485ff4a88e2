"""The linked workbook: the register as sheets that can be edited and come back."""
