"""Training: the plan for the week, the log of what was held, and what it changed."""
