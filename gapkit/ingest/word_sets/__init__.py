"""Words that questionnaires put on the points of a scale: the built-in sets, as data beside this file."""

from gapkit.ingest.word_sets.battery import battery_words, likely_scores
from gapkit.ingest.word_sets.sets import WordSet, word_sets

__all__ = ["WordSet", "battery_words", "likely_scores", "word_sets"]
