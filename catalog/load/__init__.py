"""YAML text becomes records; every problem keeps its line and column, and all are told in one run."""
