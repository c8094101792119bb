"""What keeps a chart or a document from being made."""


class PaperError(Exception):
    """Base of all; the message says the rule, then what came."""
