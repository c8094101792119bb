"""The report on a model: measured once, told once, written as one HTML file and one PDF."""
