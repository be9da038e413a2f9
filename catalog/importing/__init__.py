"""Records from a table: a file of any known format, and a mapping file that says what its columns and words mean."""

from catalog.importing.engine import import_records, import_table, original_table
from catalog.importing.results import CellState, Imported, ImportedCell, ImportedRow

__all__ = ["CellState", "Imported", "ImportedCell", "ImportedRow", "import_records", "import_table", "original_table"]
