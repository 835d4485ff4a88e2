"""Partnerships: the list, the page of each, its verbs, and what is counted over all of them."""
