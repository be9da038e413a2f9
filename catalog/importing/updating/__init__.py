"""Lets records follow a table that changes: a merge of what it says, what it said last time, and the records."""
