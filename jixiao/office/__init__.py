"""文件: Word, Excel, HTML, PDF and text as plain blocks and back; knows nothing of budgets."""
