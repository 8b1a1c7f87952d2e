"""What a check is handed out as: a list for machines, a page that prints, a workbook."""
