"""Is the measurement sound: reliability, structure, answer quality, drivers, priorities."""
