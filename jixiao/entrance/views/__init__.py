"""Pages of the entrance: coming in and going out, the second factor, one's own security, the security of others."""
