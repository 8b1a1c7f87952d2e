"""审核: the rulebook run over targets, and what a person decided about each finding."""
