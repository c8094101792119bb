"""Entries: capture, reading, correction, note, photo."""
