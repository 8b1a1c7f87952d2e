"""依据: what a target value rests on."""
