"""The generated pages of the website: their data, and their Markdown and HTML."""
