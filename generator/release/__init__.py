"""What makes a built site an official release: its manifest, its record, its signature.

Comes in: the built site alone, so what the build left out (drafts, embargoed reports) cannot reach
it. Goes out: the same folder with what proves it, or the reason why it must not be published.
"""
