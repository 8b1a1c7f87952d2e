"""Parts of readers that would not fit one file: numbering, number formats, page breaks."""
