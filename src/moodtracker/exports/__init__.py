"""What goes out, archive, calendar feed, leaving."""
