"""Power in a vote: who can carry and block it, and how often each member decides, exactly."""

from govsim.rules.power.coalitions import MAX_COALITIONS, block, carry, minimal_winning
from govsim.rules.power.game import Game, Requirement
from govsim.rules.power.indices import banzhaf, shapley

__all__ = ["MAX_COALITIONS", "Game", "Requirement", "banzhaf", "block", "carry", "minimal_winning", "shapley"]
