"""Classical music that fits a mood: catalogue, choice of a piece, player."""
