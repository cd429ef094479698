"""Reads a content folder: its catalogue, or everything that is wrong with it.

Comes in: a folder of files. Goes out: a catalogue and problems; only what changed is read again.
"""
