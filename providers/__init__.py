"""Where text lives in each wire format: request and stream codecs for OpenAI and Google."""
