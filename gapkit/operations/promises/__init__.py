"""Promises to customers: service guarantees and who claimed on them, campaigns and how they are worded."""
