"""What people send: types and lengths; the rules of the diary are in the services."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from moodtracker.accounts.models import PhotoPolicy
from moodtracker.diary.models import INTENSITIES, NOTE_MAX_LENGTH, Shift, Source, TagGroup
from moodtracker.diary.picker import STARTER
from moodtracker.diary.search import Filter, words_of
from moodtracker.diary.services import Feeling, NewTag, TagChoice, WallTime
from moodtracker.diary.uploads import UPLOAD_CAP
from moodtracker.emotions import CLASS_NAMES, Emotion

POLICY_CHOICES = [
    (PhotoPolicy.KEEP.value, _("암호화해서 간직할래요")),
    (PhotoPolicy.DISCARD.value, _("읽고 나서 바로 버릴래요")),
]
_MOODS = [(name, name) for name in CLASS_NAMES]


class NoteField(forms.CharField):
    """A note: optional, with a length that the sentence names."""

    def __init__(self) -> None:
        super().__init__(
            required=False,
            max_length=NOTE_MAX_LENGTH,
            error_messages={
                "max_length": _(
                    "메모는 %(limit_value)d자까지 쓸 수 있어요. 지금은 %(show_value)d자예요."
                )
            },
        )


class IntensityField(forms.TypedChoiceField):
    """How much it was felt, 1…5; empty is no answer."""

    def __init__(self) -> None:
        super().__init__(
            required=False,
            choices=[(step, str(step)) for step in INTENSITIES],
            coerce=int,
            empty_value=None,
            error_messages={"invalid_choice": _("마음의 크기는 1부터 5까지예요.")},
        )


class TagsForm(forms.Form):
    """The chips that were ticked, and perhaps a tag newly typed.

    `tags` holds ids and `starter:` keys; whose they are is the services' to say.
    """

    tags = forms.Field(required=False, widget=forms.SelectMultiple)
    new_name = forms.CharField(required=False)
    new_emoji = forms.CharField(required=False)
    new_group = forms.ChoiceField(required=False, choices=TagGroup.choices)

    def clean_tags(self) -> tuple[str, ...]:
        """Ids that are ids, and keys; anything else was made up."""
        values: Iterable[str] = self.cleaned_data["tags"] or ()
        for value in values:
            if not value.startswith(STARTER) and not _is_uuid(value):
                raise forms.ValidationError(
                    _("고른 태그가 이제 없어요. 화면을 새로 열어 다시 골라 주세요.")
                )
        return tuple(values)

    @property
    def tag_choice(self) -> TagChoice:
        """What was picked, for `services.tags_chosen`."""
        values, new = self.cleaned_data["tags"], None
        if name := self.cleaned_data["new_name"].strip():
            group = TagGroup(self.cleaned_data["new_group"] or TagGroup.DOING)
            new = NewTag(group, name, self.cleaned_data["new_emoji"])
        return TagChoice(
            ids=tuple(uuid.UUID(value) for value in values if not value.startswith(STARTER)),
            starters=tuple(
                value.removeprefix(STARTER) for value in values if value.startswith(STARTER)
            ),
            new=new,
        )

    @property
    def ticked(self) -> list[str]:
        """The chips to tick when the form comes back."""
        return list(self["tags"].value() or ())


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


class CaptureForm(TagsForm):
    """What every new entry carries: the key that makes a second press harmless, and a note."""

    key = forms.UUIDField(error_messages={"required": _("화면을 새로 열어 주세요.")})
    note = NoteField()
    intensity = IntensityField()

    def __init__(
        self,
        data: Any = None,  # noqa: ANN401 - Django's own
        files: Any = None,  # noqa: ANN401
        *,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, files, initial={"key": uuid.uuid4(), **(initial or {})})

    @property
    def sent_key(self) -> str:
        """The key to put into the page: the one sent, so that a second try stays the same try."""
        return str(uuid.uuid4() if "key" in self.errors else self["key"].value())


class PhotoForm(CaptureForm):
    """A photo, from a file or from the camera."""

    photo = forms.FileField(
        allow_empty_file=False,
        error_messages={
            "required": _("사진을 골라 주세요."),
            "empty": _("빈 파일이에요. 다른 사진을 골라 주세요."),
            "invalid": _("사진 파일을 골라 주세요."),
            "missing": _("사진을 골라 주세요."),
        },
    )
    source = forms.ChoiceField(choices=[(s.value, s.value) for s in (Source.PHOTO, Source.CAMERA)])
    policy = forms.ChoiceField(
        choices=POLICY_CHOICES,
        error_messages={"required": _("사진을 간직할지 골라 주세요.")},
    )

    def __init__(
        self,
        data: Any = None,  # noqa: ANN401
        files: Any = None,  # noqa: ANN401
        *,
        ask_policy: bool,
    ) -> None:
        super().__init__(data, files)
        if not ask_policy:
            del self.fields["policy"]

    def clean_photo(self) -> bytes:
        """The photo's bytes, at most as many as the upload keeps."""
        file = self.cleaned_data["photo"]
        if file.size > UPLOAD_CAP:
            raise forms.ValidationError(
                _("사진은 %(limit)d MB까지 받아요. 이 사진은 %(came)s MB예요."),
                params={"limit": UPLOAD_CAP // 1_000_000, "came": f"{file.size / 1e6:.1f}"},
            )
        data: bytes = file.read()
        return data


class WallTimeForm(forms.Form):
    """A date and a time on the wall; both or neither."""

    day = forms.DateField(
        required=False,
        error_messages={"invalid": _("날짜는 2026-11-22처럼 써 주세요.")},
    )
    clock = forms.TimeField(
        required=False,
        error_messages={"invalid": _("시각은 21:30처럼 써 주세요.")},
    )

    def clean_day(self) -> date | None:
        """A day that calendars and time zones can work with."""
        day: date | None = self.cleaned_data["day"]
        if day and day.year < 1900:
            raise forms.ValidationError(_("1900년부터 기록할 수 있어요."))
        return day

    def clean(self) -> dict[str, Any]:
        """Half a moment is none."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and (cleaned.get("day") is None) != (cleaned.get("clock") is None):
            raise forms.ValidationError(_("날짜와 시각을 함께 골라 주세요."))
        return cleaned

    @property
    def at(self) -> WallTime | None:
        """The moment, when it was given."""
        day: date | None = self.cleaned_data["day"]
        clock: time | None = self.cleaned_data["clock"]
        return WallTime(day, clock) if day is not None and clock is not None else None


class MoodField(forms.ChoiceField):
    """One of the six."""

    def __init__(self, *, required: bool = True) -> None:
        super().__init__(
            required=required,
            choices=_MOODS,
            error_messages={
                "required": _("기분 도장을 하나 골라 주세요."),
                "invalid_choice": _("기분 도장 여섯 개 가운데 하나를 골라 주세요."),
            },
        )


class HandForm(CaptureForm, WallTimeForm):
    """A mood by hand."""

    mood = MoodField()

    @property
    def emotion(self) -> Emotion:
        """The stamp that was pressed."""
        return Emotion(self.cleaned_data["mood"])


class OfflineForm(CaptureForm):
    """A mood by hand that waited on a device, as the device sends it."""

    mood = MoodField()
    at = forms.CharField(max_length=40)
    zone = forms.CharField(max_length=64)

    def clean_at(self) -> datetime:
        """ISO 8601 with its offset, as `Date.toISOString` writes it."""
        try:
            at = datetime.fromisoformat(self.cleaned_data["at"])
            if at.tzinfo is not None:
                return at.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        raise forms.ValidationError(
            _("언제의 기분인지 알아듣지 못했어요. 날짜와 시각을 고쳐 주세요.")
        )

    @property
    def emotion(self) -> Emotion:
        """The stamp that was pressed."""
        return Emotion(self.cleaned_data["mood"])


class MoodForm(forms.Form):
    """The person's own word; empty takes it back."""

    mood = MoodField(required=False)

    @property
    def emotion(self) -> Emotion | None:
        """The stamp that was pressed."""
        name = self.cleaned_data["mood"]
        return Emotion(name) if name else None


class IntensityForm(forms.Form):
    """How much it was felt."""

    intensity = IntensityField()


class HeardForm(forms.Form):
    """A piece that was heard."""

    work = forms.CharField()


class FeltForm(HeardForm):
    """How one feels after it; empty takes the answer back."""

    shift = forms.TypedChoiceField(
        required=False, choices=Shift.choices, coerce=int, empty_value=None
    )

    @property
    def answer(self) -> Shift | None:
        """The button that was pressed."""
        value = self.cleaned_data["shift"]
        return None if value is None else Shift(value)


class TagForm(forms.Form):
    """A tag's name, emoji and group."""

    name = forms.CharField(error_messages={"required": _("태그 이름을 써 주세요.")})
    emoji = forms.CharField(required=False)
    group = forms.ChoiceField(choices=TagGroup.choices)

    @property
    def new(self) -> NewTag:
        """As it was typed."""
        data = self.cleaned_data
        return NewTag(TagGroup(data["group"]), data["name"], data["emoji"])


class NoteForm(forms.Form):
    """A note on an entry."""

    note = NoteField()


class EditForm(WallTimeForm, TagsForm):
    """All that a person may change of an entry."""

    mood = MoodField(required=False)
    intensity = IntensityField()
    note = NoteField()

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:  # noqa: ANN401
        super().__init__(data, initial=initial)
        for name in ("day", "clock"):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = _("날짜와 시각을 함께 골라 주세요.")

    @property
    def feeling(self) -> Feeling:
        """The own word and how much of it."""
        name = self.cleaned_data["mood"]
        return Feeling(Emotion(name) if name else None, self.cleaned_data["intensity"])


class FaceForm(forms.Form):
    """Which of the faces."""

    face = forms.IntegerField(
        min_value=0, error_messages={"required": _("얼굴을 하나 골라 주세요.")}
    )


class FindForm(forms.Form):
    """What is looked for; it comes by GET, so that a search has an address."""

    q = forms.CharField(required=False, max_length=200)
    mood = forms.MultipleChoiceField(required=False, choices=_MOODS)
    source = forms.MultipleChoiceField(
        required=False, choices=[(source.value, source.value) for source in Source]
    )
    tag = forms.Field(required=False, widget=forms.SelectMultiple)
    photo = forms.BooleanField(required=False)
    note = forms.BooleanField(required=False)
    first = forms.DateField(required=False)
    last = forms.DateField(required=False)
    after = forms.UUIDField(required=False)

    @property
    def wanted(self) -> Filter:
        """What could be understood; the rest of an address asks for nothing."""
        self.is_valid()
        data = self.cleaned_data
        return Filter(
            words=words_of(data.get("q") or ""),
            moods=tuple(data.get("mood") or ()),
            sources=tuple(data.get("source") or ()),
            tags=tuple(dict.fromkeys(uuid.UUID(v) for v in (data.get("tag") or ()) if _is_uuid(v)))[
                :8
            ],
            photo=bool(data.get("photo")),
            note=bool(data.get("note")),
            first=data.get("first"),
            last=data.get("last"),
        )

    @property
    def start(self) -> uuid.UUID | None:
        """The entry that the page before ended with."""
        after: uuid.UUID | None = self.cleaned_data.get("after")
        return after
