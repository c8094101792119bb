"""Photos as bytes, the form that carries them, and a fixed present."""

import io
import uuid
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

NOW = datetime(2026, 11, 22, 21, 30, tzinfo=ZoneInfo("Asia/Seoul"))


def encoded(pixels: np.ndarray[Any, Any], kind: str = "JPEG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, kind, **options)
    return buffer.getvalue()


def send_photo(client: Client, photo: bytes, **fields: Any) -> Any:
    """The upload form, sent."""
    data = {
        "key": str(uuid.uuid4()),
        "source": "photo",
        "photo": SimpleUploadedFile("photo.jpg", photo, "image/jpeg"),
        **fields,
    }
    return client.post(reverse("diary:new"), data)
