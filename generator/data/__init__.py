"""The reports as data: files for programs, feeds, tables to download, and what describes them.

Comes in: a catalogue. Goes out: one JSON file a report, whose checksum is the report's identity;
below `data/` the tables, the addresses for programs and their description; feeds.
"""
