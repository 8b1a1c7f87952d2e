"""MO: pace, deviation and disposal of a project under watch (RULEBOOK 5)."""
