"""The preview: content that is being edited, each page made when it is asked for."""
