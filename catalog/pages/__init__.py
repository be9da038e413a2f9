"""Markdown and HTML files of the website, made from a catalogue and staged for MkDocs."""
