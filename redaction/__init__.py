"""Text to spans to text: recognizers, operators, the streaming restorer."""
