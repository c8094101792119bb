"""What comes in from elsewhere, other mood diaries and old selfies."""
