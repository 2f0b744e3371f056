"""The roof: HTTP, clocks, keys, wiring, command line."""
