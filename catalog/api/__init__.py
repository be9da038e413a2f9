"""A survey for Python programs and notebooks; `catalog` itself gives these names."""

from catalog.api.charts import chart_settings
from catalog.api.survey import Survey, open  # noqa: A004

__all__ = ["Survey", "chart_settings", "open"]
