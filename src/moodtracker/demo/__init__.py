"""A believable diary for looking around: one person's years, made up from a seed."""
