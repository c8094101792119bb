"""What every web page shares: templates, static files, errors, time, the vault."""
