"""The study on the pages: what is added to it, opened from it, and saved."""
