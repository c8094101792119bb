"""Data set → backbone → fit → calibrate → evaluate → export. Keras 3; never part of the service."""
