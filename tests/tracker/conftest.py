"""A real Chromium for the pages' tests."""

from browser_support import chromium, open_context, sign_in

__all__ = ["chromium", "open_context", "sign_in"]
