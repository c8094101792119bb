"""The base of errors whose text a person may read."""


class UserFacingError(Exception):
    """Something a person did cannot be done; `str()` is a translated sentence for them that
    states the rule and what came. Areas of the product derive their own base from this.
    """
