"""The reports as data: JSON files beside their pages, for programs.

Comes in: a catalogue. Goes out: one JSON file a report, whose checksum is the report's identity.
"""
