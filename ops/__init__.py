"""Deploy and operate Darkroom."""
