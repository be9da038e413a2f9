"""The settings of a survey, `data/survey.yml`: its name, the class of its records, and what its pages show."""

from catalog.settings.check import check_settings, column_paths
from catalog.settings.columns import (
    BrokenModuleError,
    all_columns,
    import_object,
    matches,
    measure_column,
    record_class,
)
from catalog.settings.survey import Citation, Measure, SavedQuestion, SurveySettings, schema_name

__all__ = [
    "BrokenModuleError",
    "Citation",
    "Measure",
    "SavedQuestion",
    "SurveySettings",
    "all_columns",
    "check_settings",
    "column_paths",
    "import_object",
    "matches",
    "measure_column",
    "record_class",
    "schema_name",
]
