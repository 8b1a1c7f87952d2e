"""单位: the finance bureau, departments and units, and which rule pack each has adopted."""
