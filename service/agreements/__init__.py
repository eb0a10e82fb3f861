"""The page of an agreement: its text as read, with what was recognised in it."""
