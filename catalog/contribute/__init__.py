"""Records from people: the commented template, issue forms, look-ups, migrations."""
