"""Pages of the targets: the list, opening, the editing table, versions and differences."""
