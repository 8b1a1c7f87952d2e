"""接口: typed read access to units, targets, versions and findings, and the import of targets, for other programs."""
