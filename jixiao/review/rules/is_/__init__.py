"""指标结构: which indicators a table needs and where each belongs."""
