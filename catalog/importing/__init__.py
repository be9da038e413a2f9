"""Records from a table: a Markdown or CSV file, and a mapping file that says what its columns and words mean."""

from catalog.importing.engine import Cell, Imported, Row, State, import_table, original_table

__all__ = ["Cell", "Imported", "Row", "State", "import_table", "original_table"]
