"""Animations: read, render and write them frame by frame."""
