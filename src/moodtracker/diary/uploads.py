"""A photo's way from the socket: in memory, never in a temporary file, never above the cap."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

UPLOAD_CAP = 15_000_000


class CappedMemoryUploadHandler(FileUploadHandler):
    """Keeps each file in memory up to one byte over the cap and drops the rest as it comes.

    A gigabyte costs no more memory than the cap.
    """

    chunk_size = 256 * 1024

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._buffer = BytesIO()

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """A new part of the form begins."""
        super().new_file(*args, **kwargs)
        self._buffer = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002
        """Take what still fits."""
        room = UPLOAD_CAP + 1 - self._buffer.tell()
        if room > 0:
            self._buffer.write(raw_data[:room])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file as far as it was kept; its `size` is that of all that came."""
        self._buffer.seek(0)
        return InMemoryUploadedFile(
            file=self._buffer,
            field_name=self.field_name,
            name=self.file_name or "photo",
            content_type=self.content_type or "application/octet-stream",
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
