"""What makes a built site an official release: its manifest, its record, its signature.

Nothing here reads content, but for who publishes: a release is made of the built site alone, so
what the build left out (drafts, reports whose day has not come) cannot reach it.
"""
