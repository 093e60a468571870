"""Where gap 5 comes from: the identity, units compared, catalogued causes, determinants, tags."""
