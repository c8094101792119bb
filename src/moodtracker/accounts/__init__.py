"""People: signing up and in, their profile, language, zone and choice about photos."""
