"""The chapters of a report: each takes the material and yields sections, in one language."""
