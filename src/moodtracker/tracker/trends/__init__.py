"""What a diary says over time: shares, rhythm, change after music, what goes with what."""
