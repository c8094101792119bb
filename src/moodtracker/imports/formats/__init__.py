"""What other diaries' files say, read without Django: one module a format, one Protocol for all."""
