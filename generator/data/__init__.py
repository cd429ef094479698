"""The reports as data: files beside the pages that programs read.

Comes in: a catalogue. Goes out: one JSON file a report, whose checksum is the report's identity.
"""
