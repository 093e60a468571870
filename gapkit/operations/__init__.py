"""The systems around the gaps: monitoring, logs, guarantee, complaints, three zeros, the calendar."""
