"""Settings, environment, URL table and the WSGI door of the service."""
