"""A reminder by mail, and the link in it that stops them (RFC 2369, RFC 8058)."""

from dataclasses import dataclass
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _

from moodtracker.accounts.models import User
from moodtracker.reminders.models import Trouble
from moodtracker.reminders.push import Handed

_SALT = "moodtracker.reminders.mail-stop"


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail ready to go."""

    to: str
    subject: str
    text: str
    message_id: str
    stop_url: str


def can_mail() -> bool:
    """Whether a mail server was named."""
    return bool(settings.MOODTRACKER_CAN_MAIL)


def stop_token(user: User) -> str:
    """What the link in a mail carries; it can do nothing but stop the mails of this person."""
    return signing.dumps(user.pk, salt=_SALT, compress=False)


def user_of_token(token: str) -> User | None:
    """Whose mails a link stops; None for a token that is not ours."""
    try:
        pk = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=pk).first()


def letter_for(user: User, *, key: str, subject: str, text: str) -> Letter:
    """A letter in the language that is active. The key makes its Message-ID, so that a letter
    which a crash sends again is the same letter to the mail programs that look.
    """
    host = settings.MOODTRACKER_PUBLIC_URL.partition("://")[2].partition(":")[0]
    stop = settings.MOODTRACKER_PUBLIC_URL + reverse("reminders:mail_stop", args=[stop_token(user)])
    write = settings.MOODTRACKER_PUBLIC_URL + reverse("diary:home")
    body = _(
        "%(text)s\n\n"
        "적으러 가기: %(write)s\n\n"
        "--\n"
        "무드 트래커 알림이에요. 메일을 그만 받으려면 여기를 눌러 주세요: %(stop)s\n"
    ) % {"text": text, "write": write, "stop": stop}
    return Letter(user.email, subject, body, f"<{key}@{host}>", stop)


def letter_send(letter: Letter) -> Handed:
    """Hand a letter to the mail server."""
    mail = EmailMessage(
        letter.subject,
        letter.text,
        to=[letter.to],
        headers={
            "Message-ID": letter.message_id,
            "List-Unsubscribe": f"<{letter.stop_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    try:
        mail.send()
    except SMTPRecipientsRefused as error:
        permanent = all(code >= 500 for code, _text in error.recipients.values())
        return Handed(ok=False, trouble=Trouble.ADDRESS, retry=not permanent)
    except SMTPResponseException as error:
        return Handed(ok=False, trouble=Trouble.MAIL, retry=error.smtp_code < 500)
    except (SMTPException, OSError):
        return Handed(ok=False, trouble=Trouble.MAIL, retry=True)
    return Handed(ok=True)
