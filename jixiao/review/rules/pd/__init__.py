"""PD: what may stand in a document that is made public."""
