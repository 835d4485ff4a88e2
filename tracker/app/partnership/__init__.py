"""Work on partnerships: what is asked of them, and each verb with what follows from it."""
