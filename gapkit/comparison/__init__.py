"""Waves and units set against each other: what changed and why, and who differs from whom."""
