"""What is more than one body: forms, files, and files of requests, line by line."""
