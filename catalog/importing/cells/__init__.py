"""What a cell says: its text, links and signs, read as the value of a field."""
