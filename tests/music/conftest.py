"""A real Chromium for the player's tests."""

from browser_support import chromium, open_context, sign_in

__all__ = ["chromium", "open_context", "sign_in"]
