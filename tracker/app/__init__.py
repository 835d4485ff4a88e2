"""What a person does, shared by the window and the command line.

`ui` and `cli` come in here, and only here.
"""
