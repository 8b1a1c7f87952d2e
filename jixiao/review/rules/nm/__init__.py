"""名称与文字: names, wording and marks."""
