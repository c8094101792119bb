"""The object pages of accounts: keys and links that belong to one person."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str

from moodtracker.accounts.models import User


def walk_objects(owner: User) -> dict[str, dict[str, object]]:
    key = default_token_generator.make_token(owner)
    return {
        "account_confirm_email": {"key": "no-such-key"},
        "account_reset_password_from_key": {"uidb36": user_pk_to_url_str(owner), "key": key},
    }
