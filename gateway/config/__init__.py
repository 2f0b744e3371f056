"""Configuration: `spec` is what people write, `config` is what runs, `load` leads to it."""
