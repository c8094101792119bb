"""무드 트래커: a diary that reads a face."""

__version__ = "0.1.0"
