"""The learning rate, and when a run ends early."""

import math
from collections.abc import Sequence

from moodtracker.training.recipe import Recipe


def learning_rate(recipe: Recipe, epoch: float, losses: Sequence[float] = ()) -> float:
    """The rate at `epoch` (a fraction within one), after the held-out `losses` so far.

    Linear warm-up; then a half cosine to a thousandth, or cuts where the loss stands still. With
    `head_epochs` both phases warm up: the second starts on layers that were frozen until then.
    """
    begin = recipe.head_epochs if epoch >= recipe.head_epochs else 0
    if epoch - begin < recipe.warmup:
        return recipe.rate * max((epoch - begin) / recipe.warmup, 1e-3)
    if recipe.schedule == "plateau":
        return recipe.rate * recipe.plateau_factor ** _cuts(losses, recipe.plateau_patience)
    end = recipe.epochs if epoch >= recipe.head_epochs else max(recipe.head_epochs, 1)
    part = (epoch - begin - recipe.warmup) / max(end - begin - recipe.warmup, 1e-9)
    return recipe.rate * max(0.5 * (1 + math.cos(math.pi * part)), 1e-3)


def is_over(recipe: Recipe, losses: Sequence[float]) -> bool:
    """Whether the recipe's epochs are done, or its patience with the held-out loss."""
    if len(losses) >= recipe.epochs:
        return True
    # The epochs of the head alone, or of smaller inputs, do not try the patience of the others.
    begun = max(recipe.head_epochs, recipe.small_epochs)
    if recipe.patience == 0 or len(losses) <= begun:
        return False
    later = losses[begun:]
    return len(later) - 1 - later.index(min(later)) >= recipe.patience


def _cuts(losses: Sequence[float], patience: int) -> int:
    cuts, waited, best = 0, 0, math.inf
    for loss in losses:
        waited = 0 if loss < best else waited + 1
        best = min(best, loss)
        if waited >= patience:
            cuts, waited = cuts + 1, 0
    return cuts
