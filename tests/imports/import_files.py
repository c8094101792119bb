"""Files of other diaries, built from their documented headers."""

import base64
import io
import json
import zipfile
from typing import Any

GENERATION_1 = (
    "year,date,weekday,time,mood,activities,note\n"
    '2018,18 May,Friday,11:54 pm,rad,"clean | cook | family","Went to a <b>party</b><br>late"\n'
    '2018,17 May,Thursday,10:21 pm,meh,"cook | good sleep",""\n'
    '2018,16 May,Wednesday,12:05 am,awful,"","Did nothing today."\n'
)
GENERATION_2 = (
    "full_date,date,weekday,time,mood,activities,note\n"
    '2019-02-17,17. Februar,Sonntag,19:05,Lausig,"Lesen | Yoga",""\n'
    '2019-02-16,16. Februar,Samstag,08:00,Super,"",""\n'
)
GENERATION_3 = (
    "full_date,date,weekday,time,mood,activities,note_title,note\n"
    '2023-12-17,12월 17일,일요일,오후 8:30,좋음,"가족 | 산책","저녁",'
    '"눈이 왔다.<br>하얗다 &amp; 춥다"\n'
    '2023-12-16,12월 16일,토요일,오전 12:10,최악,"","",""\n'
)
GENERATION_4 = (
    "full_date,date,weekday,time,mood,activities,scales,note_title,note\n"
    '2026-07-27,July 27,Monday,13:48,meh,"work | walk","Sleep:\xa07","","=SUM(A1:A9)"\n'
    '2026-07-26,July 26,Sunday,18:20,Sparkly,"run","","",""\n'
)
HOW_WE_FEEL = (
    "Date,Mood,Mood Key,Tags (People),Tags Key (People),Tags (Places),Tags Key (Places),"
    "Tags (Events),Tags Key (Events),Exercise,Sleep,Menstrual,Steps,Meditation,Weather,"
    "Temperature (F),Water (cups),Caffeine (mg),Alcoholic Drinks,Notes,Reflections,Takeaways\n"
    "2026 Sun May 17 8:39 AM,Determined,determined,By Myself,By Myself,Home,Home,Work,Work,"
    '0.0,0.0,,15.0,,Clouds,52.0,,0,,note A,"[]",\n'
    "2026 Sat May 16 9:00 PM,Anxious,anxious,Boss,Boss,Office,Office,Deadline,Deadline,"
    "0.0,0.0,,200.0,,Rain,50.0,,120,,note B,,breathe\n"
)
HOW_WE_FEEL_OLDER = (
    "Date,Mood,Tags (People),Tags (Places),Tags (Events),Exercise,Sleep,Steps,Notes\n"
    "2024 Mon Jan 1 12:30 AM,At Ease,Friend,Outside,Walking,,7.5,4000,\n"
)
STATE_OF_MIND: dict[str, Any] = {
    "data": {
        "metrics": [{"name": "step_count", "data": []}],
        "stateOfMind": [
            {
                "start": "2026-09-08 21:30:00 +0900",
                "end": "2026-09-08 21:30:00 +0900",
                "kind": "dailyMood",
                "valence": 0.42,
                "valenceClassification": "slightlyPleasant",
                "labels": ["Calm", "Grateful"],
                "associations": ["family", "selfCare"],
            },
            {
                "start": "2026-09-10T22:45:00-04:00",
                "kind": "momentary_emotion",
                "valence": -0.9,
                "labels": [],
                "associations": ["work"],
            },
        ],
    }
}
STATE_OF_MIND_CSV = (
    "Start,End,Kind,Valence,Valence Classification,Labels,Associations\n"
    '2026-09-08 21:30:00 +0900,,Daily Mood,0.42,Slightly Pleasant,"Calm, Grateful",'
    '"Family, Self Care"\n'
    "2026-09-10 22:45:00 -0400,,Momentary Emotion,-0.9,Very Unpleasant,,Work\n"
)
PIXELS: list[dict[str, Any]] = [
    {
        "date": "2024-1-5",
        "type": "Mood",
        "scores": [4, 2],
        "notes": "첫 눈",
        "tags": [{"type": "Emotions", "entries": ["joyful"]}, {"type": "가족", "entries": []}],
    },
    {"date": "2022-03-09", "mood": 1, "emotions": ["tired"], "notes": ""},
]


def daylio_backup(photos: dict[str, bytes] | None = None) -> dict[str, Any]:
    """The JSON inside a backup; each photo belongs to the first entry."""
    assets = [
        {"id": 10 + place, "checksum": checksum, "type": 1, "createdAt": 1700408759432}
        for place, checksum in enumerate(photos or {})
    ]
    return {
        "version": 15,
        "pin": "1234",
        "customMoods": [
            {"id": n, "custom_name": "", "mood_group_id": n, "predefined_name_id": n}
            for n in range(1, 6)
        ]
        + [{"id": 6, "custom_name": "meh+", "mood_group_id": 2, "predefined_name_id": -1}],
        "tag_groups": [{"id": 1, "name": "Social", "order": 1}],
        "tags": [
            {"id": 177, "name": "programming", "id_tag_group": 0},
            {"id": 167, "name": "지우", "id_tag_group": 1},
        ],
        "assets": assets,
        "dayEntries": [
            {
                "id": 2,
                "year": 2023,
                "month": 10,
                "day": 19,
                "hour": 10,
                "minute": 45,
                "datetime": 1700408759432,
                "timeZoneOffset": -18000000,
                "mood": 1,
                "note": "눈<br>",
                "note_title": "제목",
                "tags": [177, 167],
                "assets": [asset["id"] for asset in assets],
            },
            {
                "id": 1,
                "year": 2019,
                "month": 11,
                "day": 7,
                "hour": 15,
                "minute": 21,
                "datetime": 1575699693255,
                "timeZoneOffset": 32400000,
                "mood": 6,
                "note": "",
                "note_title": "",
                "tags": [],
                "assets": [],
            },
        ],
    }


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def daylio_zip(photos: dict[str, bytes] | None = None) -> bytes:
    inner = base64.encodebytes(json.dumps(daylio_backup(photos)).encode())
    pictures = {f"assets/photos/2023/11/{name}": data for name, data in (photos or {}).items()}
    return zipped({"backup.daylio": inner, **pictures})


def samples() -> dict[str, bytes]:
    """Every format and variant, by a name for the test."""
    return {
        "daylio 1": GENERATION_1.encode(),
        "daylio 2": GENERATION_2.encode(),
        "daylio 3": GENERATION_3.encode("utf-8-sig"),
        "daylio 4": GENERATION_4.encode("utf-8-sig"),
        "daylio backup": daylio_zip({"f64aecf7": b"\xff\xd8 no picture"}),
        "how we feel": HOW_WE_FEEL.encode(),
        "how we feel, older": HOW_WE_FEEL_OLDER.encode(),
        "state of mind": json.dumps(STATE_OF_MIND).encode(),
        "state of mind, csv": STATE_OF_MIND_CSV.encode(),
        "pixels": json.dumps(PIXELS, ensure_ascii=False).encode(),
    }
