"""The surveys that ship with the engine; nothing in the engine imports them by name."""
