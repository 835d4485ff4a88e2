"""Other people's files: bytes in, plain values out, and back again.

`app` comes in here, and nobody else. This room uses `domain` and never the store.
"""
