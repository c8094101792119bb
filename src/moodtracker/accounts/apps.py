"""The app `accounts`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and their profile."""

    name = "moodtracker.accounts"
    label = "accounts"
