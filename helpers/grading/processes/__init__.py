"""The two processes that grade beside the caller's, and what they say to each other."""
