"""Budget performance management for government departments, the whole year in one house."""
