"""An agreement's page, and the verbs that start from it."""
