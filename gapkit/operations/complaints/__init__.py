"""Complaints: the register, what had become of each, how soon it was put right, what is overdue."""
