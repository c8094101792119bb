"""The moods of a diary over time: calendar and strip."""
