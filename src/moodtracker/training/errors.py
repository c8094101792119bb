"""What goes wrong between data set and bundle, in words a model builder can act on."""


class TrainingError(Exception):
    """Base of all; the message says the rule, then what came."""


class DataError(TrainingError):
    """A data set that cannot be read."""


class RecipeError(TrainingError):
    """A recipe, or a run begun with one, that cannot be followed."""


class ExportError(TrainingError):
    """A run that cannot become a bundle."""


class EnsembleError(TrainingError):
    """Runs, weights or a file that make no ensemble."""


class RunError(TrainingError):
    """A run cannot keep what it has learnt."""
