"""The budget of one image: its memory and its time."""
