"""Papers that are only written: review, adjustment, core indicators, difference of two versions, and the department's whole set."""
