"""人员: users, the seats they hold in units, and sign-in."""
