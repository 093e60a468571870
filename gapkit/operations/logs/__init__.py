"""The logs of the day: contacts by kind, the shift leaders' duty log."""
