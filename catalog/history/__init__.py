"""What changed in the data, and when: git, diffs, releases, feeds."""
