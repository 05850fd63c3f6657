"""Tables on a page, to read, to hear, to print and to take away."""
