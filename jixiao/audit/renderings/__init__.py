"""The log on its way out: lines that verify without a database, and tables for people."""
