"""Survey catalogue and comparison-website generator."""
