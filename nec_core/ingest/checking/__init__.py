"""Values to accepted patients, and every problem."""
