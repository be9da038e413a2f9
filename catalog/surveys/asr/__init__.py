"""LLM-based speech recognition: its record, its schematic and its migrations."""
