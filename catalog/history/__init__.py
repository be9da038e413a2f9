"""What changed in the data, and when: git, differences, releases, feeds."""
