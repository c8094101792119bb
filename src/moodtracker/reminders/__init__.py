"""A word at the time that a person chose, by push or mail."""
