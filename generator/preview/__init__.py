"""The preview: content that is being edited, each page made when it is asked for.

Comes in: a content folder that changes. Goes out: pages over HTTP, on this machine alone.
"""
