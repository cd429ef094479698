"""Files of the bureau (Word, Excel, PDF, HTML, text) read as one model of a document."""
