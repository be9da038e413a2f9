"""A new survey: what it is called, the texts of its files, and a folder that has all of them or none."""
