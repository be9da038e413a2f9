"""Records from a table: a Markdown or CSV file, and a mapping file that says what its columns and words mean."""

from catalog.importing.engine import CellState, Imported, ImportedCell, ImportedRow, import_table, original_table

__all__ = ["CellState", "Imported", "ImportedCell", "ImportedRow", "import_table", "original_table"]
