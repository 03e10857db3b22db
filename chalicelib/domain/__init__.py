"""Pure rules, without I/O: keys, filenames, formats, presets, geometry, S3 events, state transitions."""
