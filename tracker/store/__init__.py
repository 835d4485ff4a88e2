"""The register file: the only room with SQL.

`app` comes in here, and nobody else. This room uses `domain` and knows nothing
of `exchange`, windows or the command line.
"""
