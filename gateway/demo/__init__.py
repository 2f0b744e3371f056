"""What `make run` shows: two demo recipients, a conversation with them, and its presentation."""
