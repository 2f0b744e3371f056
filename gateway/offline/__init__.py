"""What can be done with texts and files here and now: nothing is sent and nothing is logged."""
