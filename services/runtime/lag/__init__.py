"""What consumer groups have not read yet, seen from outside: also of a group without members."""
