"""`moodtracker manage …`: Django's own command line on the same data folder."""

import os
import sys


def main(arguments: list[str]) -> int:
    """Run one management command; makes the data folder's secrets when they are missing."""
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from moodtracker.config.env import read_environment
    from moodtracker.config.secret_files import make_secrets

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moodtracker.config.settings")
    try:
        make_secrets(read_environment(os.environ).data)
    except (ImproperlyConfigured, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    execute_from_command_line(["moodtracker manage", *arguments])
    return 0
