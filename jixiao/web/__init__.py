"""页面: the page frame, fields and fragments; knows no room."""
