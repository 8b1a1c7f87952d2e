"""The rules of monitoring, one file each."""
