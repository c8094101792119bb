"""Static files under names that carry their content's hash."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticStorage(CompressedManifestStaticFilesStorage):
    """Hashed names once `serve` has collected the files; plain ones before that, which is how
    `manage` and the tests see them.
    """

    def stored_name(self, name: str) -> str:
        """The hashed name, or the name itself when nothing was collected."""
        if not self.hashed_files:
            return name
        stored: str = super().stored_name(name)
        return stored
