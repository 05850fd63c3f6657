"""Files are read and checked in processes of their own, which end with the work and can be ended before."""
