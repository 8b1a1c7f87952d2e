"""What the room hands out: a workbook of people."""
