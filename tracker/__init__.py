"""Tracker keeps a council's contracts and partnerships, and the dates on which they turn.

Five rooms, and data walks through them one way:

    ui, cli  ->  app  ->  store | exchange  ->  domain

A click or a file comes in at `ui` or `cli`, becomes a use case in `app`, is
judged by `domain` and rests in `store`; other people's files pass through
`exchange`. `pyproject.toml` holds the import rule that keeps it so.
"""

__version__ = "0.1.0"
