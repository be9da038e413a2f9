"""What is known of each outside service, and the one way to ask it."""
