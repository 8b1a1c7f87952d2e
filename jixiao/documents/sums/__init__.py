"""Reading and writing forms: header words, grids, head fields, indicator rows, prose, and the way back into blocks."""
