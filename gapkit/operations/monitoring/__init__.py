"""Monitoring of calls: the sheets, how agents were scored, how far monitors agree, limits of a steady process."""
