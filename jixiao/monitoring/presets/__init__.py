"""Ways to light a project (灯的口径), one file each; a round says which it goes by, every snapshot shows all."""
