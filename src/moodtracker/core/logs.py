"""What may not stand in a log: the secrets that some addresses carry.

Django logs the path of a request that was refused or that failed.
"""

import logging
import re

# The token of a calendar link, of the link that stops mails, and of a new password.
_SECRETS = re.compile(
    r"(/out/calendar/|/reminders/mail/stop/|/accounts/password/reset/key/|/confirm-email/)[^/\s]+"
)


class SecretsFilter(logging.Filter):
    """Puts an ellipsis for the secret part of an address, wherever a record names one."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record passes."""
        message = record.getMessage()
        without = _SECRETS.sub(r"\1…", message)
        if without != message:
            record.msg, record.args = without, None
        return True
