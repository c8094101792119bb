"""What keeps a demo from being written."""


class DemoError(Exception):
    """Base of all; the text says the rule and what came."""
