"""Takes back what the tool itself has exported, without loss."""
