"""A record class read back: what fields there are, and what may stand at each place of a file."""
