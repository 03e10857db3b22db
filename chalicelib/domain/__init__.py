"""Pure rules: keys, filenames, formats, presets, geometry, S3 events and state transitions. No I/O."""
