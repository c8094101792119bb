"""The person."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moodtracker.core.time import DEFAULT_ZONE, is_zone


def validate_zone(name: str) -> None:
    """Raises ValidationError for a name that is no IANA zone."""
    if not is_zone(name):
        raise ValidationError(
            _("시간대는 Asia/Seoul 같은 이름이어야 해요. 받은 값: “%(name)s”"),
            params={"name": name},
        )


class UserManager(BaseUserManager["User"]):
    """People are known by their e-mail address, in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":  # noqa: ANN401 - the model's own fields
        """A new person. Without a password they can only come in by a reset."""
        if not email:
            raise ValueError("A person has an e-mail address; got none.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":  # noqa: ANN401
        """A person with every permission."""
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """The person with this address, in whatever case it is typed."""
        return self.get(email=(username or "").strip().lower())


class PhotoPolicy(models.TextChoices):
    """What becomes of a photo after it was read."""

    NOT_ASKED = "", _("아직 정하지 않았어요")
    KEEP = "keep", _("암호화해서 간직해요")
    DISCARD = "discard", _("읽은 뒤 바로 버려요")


class Language(models.TextChoices):
    """The languages of the pages."""

    KOREAN = "ko", "한국어"
    ENGLISH = "en", "English"


class HelpLines(models.TextChoices):
    """Whose numbers are shown beside a kind sentence after heavy days."""

    ADULT = "adult", _("109, 1577-0199")
    YOUNG = "young", _("109, 청소년 1388")
    NONE = "none", _("보여 주지 않아요")


class User(AbstractBaseUser, PermissionsMixin):
    """A person who keeps a diary. There is no user name: the e-mail address is the key."""

    email = models.EmailField(_("이메일"), unique=True)
    display_name = models.CharField(_("이름"), max_length=40, blank=True)
    zone = models.CharField(
        _("시간대"), max_length=64, default=DEFAULT_ZONE, validators=[validate_zone]
    )
    language = models.CharField(
        _("언어"), max_length=2, choices=Language.choices, default=Language.KOREAN
    )
    photo_policy = models.CharField(
        _("사진 보관"),
        max_length=8,
        blank=True,
        choices=PhotoPolicy.choices,
        default=PhotoPolicy.NOT_ASKED,
    )
    large = models.BooleanField(_("크게 보기"), default=False)
    streaks = models.BooleanField(_("이어 쓴 날 보기"), default=False)
    help_lines = models.CharField(
        _("도움 전화"), max_length=8, choices=HelpLines.choices, default=HelpLines.ADULT
    )
    gentle = models.BooleanField(_("힘든 날이 이어지면 말 걸기"), default=True)
    toured_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("사람")
        verbose_name_plural = _("사람들")

    def __str__(self) -> str:
        return self.display_name or self.email

    def get_short_name(self) -> str:
        """What the pages call the person."""
        return self.display_name or self.email.partition("@")[0]
