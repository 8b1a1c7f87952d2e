"""Rules of internal supervision (IC-*): one file each, over a department's year of money."""
