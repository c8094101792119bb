"""The door through which granian calls the service."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moodtracker.config.settings")
application = get_wsgi_application()
