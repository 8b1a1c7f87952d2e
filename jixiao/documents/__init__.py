"""文书: files in and files out: layouts, readings, renderings."""
