"""See `common`."""
