"""A browser for the tests of pages that belong to no feature."""

from browser_support import chromium, open_context, playwright_loop, sign_in

__all__ = ["chromium", "open_context", "playwright_loop", "sign_in"]
