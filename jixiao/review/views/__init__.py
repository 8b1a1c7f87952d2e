"""Pages of the review: the rule book, the panels of a target, the review desk."""
