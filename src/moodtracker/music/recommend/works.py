"""What the catalogue says of a work and of where it can be heard."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from moodtracker.emotions import Emotion

COMMONS_UPLOADS = "https://upload.wikimedia.org/wikipedia/commons"
COMMONS_PAGES = "https://commons.wikimedia.org/wiki/File:"
SLOW_BELOW_BPM = 76
FAST_FROM_BPM = 120


class Scope(StrEnum):
    """How much of the work a recording holds, beside the movement that is meant."""

    THIS_MOVEMENT = "this_movement"
    STARTS_HERE = "whole_work_starts_here"
    WITH_OFFSET = "whole_work_with_offset"
    WHOLE_WORK = "whole_work"


class Mode(StrEnum):
    """Major or minor, or a piece that goes from one to the other."""

    MAJOR = "major"
    MINOR = "minor"
    MIXED = "mixed"


class Forces(StrEnum):
    """What one hears: the instrument or ensemble in front."""

    PIANO = "piano"
    KEYBOARD = "keyboard"
    ORCHESTRA = "orchestra"
    STRINGS = "strings"
    VIOLIN = "violin"
    CELLO = "cello"
    FLUTE = "flute"
    ORGAN = "organ"
    VOICE = "voice"
    CHOIR = "choir"
    CHAMBER = "chamber"
    PIANO_CONCERTO = "piano concerto"


class Pace(StrEnum):
    """Tempo in the words of the reason."""

    SLOW = "slow"
    MODERATE = "moderate"
    FAST = "fast"


@dataclass(frozen=True, slots=True)
class Recording:
    """A YouTube video of a work. `start_s` is where the movement begins in it, in seconds."""

    youtube_id: str
    scope: Scope
    start_s: int
    performer: str
    seconds: int | None
    source: str

    @property
    def playable(self) -> bool:
        """False for a whole work whose movement lies at an unknown place."""
        return self.scope is not Scope.WHOLE_WORK


@dataclass(frozen=True, slots=True)
class CommonsFile:
    """An audio file on Wikimedia Commons. `upload_path` is `x/xy/Name.ogg`."""

    file: str
    upload_path: str
    performer: str
    licence: str
    source: str

    @property
    def urls(self) -> tuple[str, str]:
        """The file itself, then the MP3 that Commons makes of it for browsers without Ogg."""
        path = quote(self.upload_path)
        name = path.rsplit("/", 1)[1]
        return f"{COMMONS_UPLOADS}/{path}", f"{COMMONS_UPLOADS}/transcoded/{path}/{name}.mp3"

    @property
    def page(self) -> str:
        """The file's page, where its licence and author stand."""
        return COMMONS_PAGES + quote(self.file.replace(" ", "_"))


@dataclass(frozen=True, slots=True)
class Work:
    """One movement or piece. `valence` and `arousal` lie in -1…1; `recordings` and `files` are
    in the order in which they are to be tried.
    """

    id: str
    title: str
    title_ko: str
    composer: str
    composer_ko: str
    year: int
    key: str
    mode: Mode
    bpm: int
    forces: Forces
    valence: float
    arousal: float
    emotions: tuple[Emotion, ...]
    keywords: tuple[str, ...]
    keywords_ko: tuple[str, ...]
    duration_s: int
    recordings: tuple[Recording, ...]
    files: tuple[CommonsFile, ...]

    @property
    def pace(self) -> Pace:
        """Slow below 76 beats a minute, fast from 120."""
        if self.bpm < SLOW_BELOW_BPM:
            return Pace.SLOW
        return Pace.FAST if self.bpm >= FAST_FROM_BPM else Pace.MODERATE

    @property
    def playable(self) -> bool:
        """Something of it can be played from its first bar."""
        return bool(self.files) or any(recording.playable for recording in self.recordings)

    @property
    def has_own_recording(self) -> bool:
        """A video of exactly this movement, and nothing around it."""
        return any(item.scope is Scope.THIS_MOVEMENT for item in self.recordings)
